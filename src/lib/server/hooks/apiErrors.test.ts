import { describe, expect, it } from 'vitest';
import { createLogger, loadConfig } from '$lib/server/platform';
import { apiErrors } from './apiErrors';

async function answerTo(path: string, answer: Response) {
	const deps = {
		config: loadConfig({ ORIGIN: 'https://verify.example' }),
		log: createLogger({ level: 'silent', name: 't' })
	};
	const event = { url: new URL(path, 'https://verify.example'), locals: { deps, requestId: 'r-1' } };
	// The parts of a request's event that the hook reads.
	return apiErrors({ event, resolve: () => answer } as unknown as Parameters<typeof apiErrors>[0]);
}

describe('failures under /api that no route of ours answers', () => {
	it('have the one shape for a path that is no text', async () => {
		const response = await answerTo('/api/%E0%A4%A', Response.json({ message: 'Malformed URI' }, { status: 400 }));
		expect(response.status).toBe(404);
		expect(await response.json()).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', requestId: 'r-1' } });
	});

	it('leave answers of ours, and pages, as they are', async () => {
		expect((await answerTo('/api/%E0%A4%A4', new Response('x', { status: 400 }))).status).toBe(400);
		expect((await answerTo('/%E0%A4%A', new Response('x', { status: 400 }))).status).toBe(400);
	});
});
