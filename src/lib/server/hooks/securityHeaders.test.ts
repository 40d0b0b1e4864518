import { describe, expect, it } from 'vitest';
import { loadConfig } from '$lib/server/platform';
import { securityHeaders } from './securityHeaders';

interface Page {
	path: string;
	origin?: string;
	login?: boolean;
	frameAncestors?: string;
	headers?: Record<string, string>;
}

async function headersOf({ path, origin = 'https://verify.example', login, frameAncestors, headers }: Page) {
	const event = {
		url: new URL(path, origin),
		locals: { deps: { config: loadConfig({ ORIGIN: origin }) }, login: login ? {} : null, frameAncestors }
	};
	const resolve = () => new Response('x', { headers: headers ?? {} });
	// The parts of a request's event that the hook reads.
	const input = { event, resolve } as unknown as Parameters<typeof securityHeaders>[0];
	return (await securityHeaders(input)).headers;
}

const PAGE_POLICY = { 'content-security-policy': "default-src 'none'; script-src 'self' 'nonce-x'" };

describe('security headers', () => {
	it.each(['/', '/login', '/dashboard/sessions', '/verification/session/x', '/api/openapi.json', '/nowhere'])(
		'forbid framing and guessing on %s',
		async (path) => {
			const headers = await headersOf({ path });
			expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
		}
	);

	it('keep the policy that a page came with', async () => {
		const headers = await headersOf({ path: '/login', headers: PAGE_POLICY });
		expect(headers.get('content-security-policy')).toBe(
			`${PAGE_POLICY['content-security-policy']}; frame-ancestors 'none'`
		);
	});

	it('name who may frame a page that says so, and only them', async () => {
		const headers = await headersOf({
			path: '/verification/embed',
			frameAncestors: 'https:',
			headers: { 'content-security-policy': "default-src 'none'; frame-ancestors *" }
		});
		expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors https:");
	});

	it('let nothing run in answers of the API, and keep the sandbox of pictures', async () => {
		expect((await headersOf({ path: '/api/x' })).get('content-security-policy')).toBe(
			"default-src 'none'; frame-ancestors 'none'"
		);
		const picture = await headersOf({
			path: '/api/x',
			headers: { 'content-security-policy': "sandbox; default-src 'none'" }
		});
		expect(picture.get('content-security-policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'none'");
	});

	it('give the camera to hosted pages only, and tell no other site about them', async () => {
		const hosted = await headersOf({ path: '/verification/session/x' });
		expect(hosted.get('permissions-policy')).toContain('camera=(self)');
		expect(hosted.get('referrer-policy')).toBe('no-referrer');
		const dashboard = await headersOf({ path: '/dashboard' });
		expect(dashboard.get('permissions-policy')).toContain('camera=()');
		expect(dashboard.get('referrer-policy')).toBe('same-origin');
	});

	it('ask for https for a year, where the site has it', async () => {
		expect((await headersOf({ path: '/' })).get('strict-transport-security')).toContain('max-age=31536000');
		expect((await headersOf({ path: '/', origin: 'http://localhost:3000' })).has('strict-transport-security')).toBe(
			false
		);
	});

	it('keep personal answers out of every cache', async () => {
		expect((await headersOf({ path: '/dashboard', login: true })).get('cache-control')).toBe('no-store');
		expect((await headersOf({ path: '/verification/session/x' })).get('cache-control')).toBe('no-store');
		expect((await headersOf({ path: '/' })).has('cache-control')).toBe(false);
	});
});
