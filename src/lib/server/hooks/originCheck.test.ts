import { describe, expect, it } from 'vitest';
import { createLogger, loadConfig } from '$lib/server/platform';
import { originCheck } from './originCheck';

const config = loadConfig({ ORIGIN: 'https://verify.example' });
const log = createLogger({ level: 'silent', name: 'test' });

const CONTENT_TYPES = [
	'application/json',
	'APPLICATION/JSON',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'text/plain',
	null
];
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
const FOREIGN: [string, Record<string, string>][] = [
	['a foreign Origin', { origin: 'https://evil.example' }],
	['an Origin of another port', { origin: 'https://verify.example:444' }],
	['an Origin of another scheme', { origin: 'http://verify.example' }],
	['an Origin that begins like ours', { origin: 'https://verify.example.evil.example' }],
	['an opaque Origin', { origin: 'null' }],
	['an opaque Origin that says same-origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
	['no Origin, Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site' }],
	['no Origin, Sec-Fetch-Site same-site', { 'sec-fetch-site': 'same-site' }]
];
const OWN: [string, Record<string, string>][] = [
	['our own Origin', { origin: 'https://verify.example', 'sec-fetch-site': 'same-origin' }],
	['no Origin, Sec-Fetch-Site same-origin', { 'sec-fetch-site': 'same-origin' }],
	['no Origin, Sec-Fetch-Site none', { 'sec-fetch-site': 'none' }],
	['neither header, as curl sends', {}]
];

interface Call {
	method: string;
	path: string;
	headers: Record<string, string>;
	cookies?: string[];
}

async function statusOf({ method, path, headers, cookies = ['kyc_session'] }: Call): Promise<number> {
	const event = {
		request: new Request(`https://verify.example${path}`, { method, headers }),
		url: new URL(path, 'https://verify.example'),
		cookies: { getAll: () => cookies.map((name) => ({ name, value: 'x' })) },
		locals: { deps: { config, log }, requestId: 'r' }
	};
	// The parts of a request's event that the hook reads.
	const input = { event, resolve: () => new Response('through') } as unknown as Parameters<typeof originCheck>[0];
	return (await originCheck(input)).status;
}

describe('a change that carries one of our cookies', () => {
	const paths: [string, string[]][] = [
		['/api/trpc/apiKeys.mint', ['kyc_session']],
		['/api/dashboard/organizations/x/api-keys', ['kyc_session']],
		['/login', []],
		['/logout', ['kyc_session']],
		['/api/verification/sessions/x/consent', ['kyc_applicant_x']]
	];
	for (const [path, cookies] of paths)
		for (const type of CONTENT_TYPES)
			it(`is refused on ${path} from another site as ${type ?? 'no content type'}, whatever the method`, async () => {
				for (const method of METHODS)
					for (const [, foreign] of FOREIGN) {
						const headers = type === null ? foreign : { ...foreign, 'content-type': type };
						expect(await statusOf({ method, path, headers, cookies })).toBe(403);
					}
			});

	it.each(OWN)('passes with %s', async (_, headers) => {
		for (const method of METHODS)
			for (const [path, cookies] of paths) expect(await statusOf({ method, path, headers, cookies })).toBe(200);
	});
});

describe('redeeming a hand-off, which sets a cookie of ours', () => {
	const call = { method: 'POST', path: '/api/verification/sessions/handoff/redeem', cookies: [] };

	it.each(FOREIGN)('is refused without any cookie too, with %s', async (_, headers) => {
		expect(await statusOf({ ...call, headers })).toBe(403);
	});

	it.each(['/', '%65'])('is refused however the path is written (%s)', async (ending) => {
		const path = ending === '/' ? `${call.path}/` : call.path.replace(/e$/, ending);
		expect(await statusOf({ ...call, path, headers: { origin: 'https://evil.example' } })).toBe(403);
	});

	it.each(OWN)('passes with %s', async (_, headers) => {
		expect(await statusOf({ ...call, headers })).toBe(200);
	});
});

describe('what is not concerned', () => {
	it.each(FOREIGN)('is a bearer call without our cookies, with %s', async (_, headers) => {
		const call = { method: 'POST', path: '/api/verification/sessions', headers, cookies: ['theirs'] };
		expect(await statusOf(call)).toBe(200);
	});

	it.each(FOREIGN)('is reading, with %s', async (_, headers) => {
		for (const method of ['GET', 'HEAD', 'OPTIONS'])
			expect(await statusOf({ method, path: '/api/trpc/apiKeys.list', headers })).toBe(200);
	});
});

describe('the refusal', () => {
	it('is the error envelope', async () => {
		const event = {
			request: new Request('https://verify.example/api/trpc/x', { method: 'POST', headers: { origin: 'null' } }),
			url: new URL('https://verify.example/api/trpc/x'),
			cookies: { getAll: () => [] },
			locals: { deps: { config, log }, requestId: 'r-1' }
		};
		const input = { event, resolve: () => new Response('through') } as unknown as Parameters<typeof originCheck>[0];
		expect(await (await originCheck(input)).json()).toMatchObject({
			ok: false,
			error: { code: 'ORIGIN_REFUSED', requestId: 'r-1' }
		});
	});
});
