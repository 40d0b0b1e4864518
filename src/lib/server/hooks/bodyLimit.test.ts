import { describe, expect, it } from 'vitest';
import { createLogger, loadConfig } from '$lib/server/platform';
import { bodyLimit } from './bodyLimit';

const FORM = 'application/x-www-form-urlencoded';
const config = loadConfig({ ORIGIN: 'https://verify.example' });
const log = createLogger({ level: 'silent', name: 'test' });

interface Call {
	path: string;
	bytes: number;
	type?: string;
	announced?: boolean;
}

/** What the route behind the hook reads: as a form on pages, as text elsewhere. */
async function post({ path, bytes, type = FORM, announced = false }: Call) {
	let pulled = 0;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const size = Math.min(1024, bytes - pulled);
			if (size === 0) return controller.close();
			pulled += size;
			controller.enqueue(new Uint8Array(size).fill(97));
		}
	});
	const headers = { 'content-type': type, ...(announced ? { 'content-length': String(bytes) } : {}) };
	const url = new URL(path, 'https://verify.example');
	const request = new Request(url, { method: 'POST', headers, body, ...{ duplex: 'half' } });
	const event = { request, url, locals: { deps: { config, log }, requestId: 'r-1' } };
	const resolve = async () => {
		const read = type === FORM ? [...(await event.request.formData()).keys()].join() : await event.request.text();
		return new Response(String(read.length));
	};
	// The parts of a request's event that the hook reads.
	const answer = bodyLimit({ event, resolve } as unknown as Parameters<typeof bodyLimit>[0]);
	return { answer: Promise.resolve(answer), pulled: () => pulled };
}

describe('the limit of bodies', () => {
	it.each([true, false])('refuses a large form as an error of the page (announced: %s)', async (announced) => {
		for (const path of ['/login', '/signup', '/logout']) {
			const { answer, pulled } = await post({ path, bytes: 10_000_000, announced });
			await expect(answer).rejects.toMatchObject({
				status: 413,
				body: { code: 'PAYLOAD_TOO_LARGE', message: 'PAYLOAD_TOO_LARGE', requestId: 'r-1' }
			});
			expect(pulled()).toBeLessThan(80_000);
		}
	});

	it.each([true, false])('refuses a large procedure call in the envelope (announced: %s)', async (announced) => {
		const call = { path: '/api/trpc/policy.save', type: 'application/json', bytes: 10_000_000, announced };
		const { answer, pulled } = await post(call);
		const response = await answer;
		expect(response.status).toBe(413);
		expect(await response.json()).toMatchObject({ ok: false, error: { code: 'PAYLOAD_TOO_LARGE', requestId: 'r-1' } });
		expect(pulled()).toBeLessThan(280_000);
	});

	it('hands on whole what is within it', async () => {
		expect(await (await (await post({ path: '/login', bytes: 65_536 })).answer).text()).toBe('65536');
		const call = { path: '/api/trpc/x', type: 'application/json', bytes: 262_144 };
		expect(await (await (await post(call)).answer).text()).toBe('262144');
	});

	it('leaves alone what counts itself', async () => {
		const call = { path: '/api/verification/sessions/x/evidence/selfie', type: 'image/jpeg', bytes: 1_000_000 };
		expect(await (await (await post(call)).answer).text()).toBe('1000000');
	});
});
