import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from './client.js';
import { UniicyApiError, UniicyConnectionError } from './errors.js';
import { requestJson } from './request.js';

const KEY = 'sk_test_0';
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const refusal =
	(status: number, code: string, headers: Record<string, string> = { 'retry-after': '0' }): Answer =>
	(_, response) =>
		response
			.writeHead(status, headers)
			.end(JSON.stringify({ ok: false, error: { code, message: 'No.', requestId: 'r-1', docUrl: 'https://x.test' } }));
const good: Answer = (_, response) => response.writeHead(200).end('{"ok":true,"sessionId":"s","scenarios":[]}');
const hangUp: Answer = (request) => request.socket.destroy();

/** A server that gives these answers in turn, the last one for ever; and what it was asked. */
async function answering(...answers: Answer[]) {
	const seen: { key: string | undefined; url: string }[] = [];
	const server = createServer((request, response) => {
		seen.push({ key: request.headers['idempotency-key']?.toString(), url: request.url ?? '' });
		request.resume();
		answers[Math.min(seen.length, answers.length) - 1]?.(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => {
		server.close();
		server.closeAllConnections();
	});
	const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { seen, client: createClient({ secretKey: KEY, host }), host };
}

describe('requests', () => {
	it('try a change again with one key until it succeeds, after no answer, 429, 503 and a first try that still runs', async () => {
		const { client, seen } = await answering(
			hangUp,
			refusal(429, 'RATE_LIMITED'),
			refusal(409, 'IDEMPOTENCY_IN_PROGRESS'),
			good
		);
		expect((await client.sessions.create()).sessionId).toBe('s');
		expect(seen).toHaveLength(4);
		expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
		expect(seen[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
	});

	it('give up after three more tries, with the refusal as an error of its own kind', async () => {
		const { client, seen } = await answering(refusal(503, 'UNAVAILABLE'));
		const error = await client.sandbox.scenarios().catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(UniicyApiError);
		expect(error).toMatchObject({ code: 'UNAVAILABLE', status: 503, requestId: 'r-1', retryAfterSeconds: 0 });
		expect(seen).toHaveLength(4);
	});

	it('never repeat what was refused for good, nor a change that has no key', async () => {
		const refused = await answering(refusal(422, 'VALIDATION_FAILED'));
		await expect(refused.client.sessions.create()).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
		expect(refused.seen).toHaveLength(1);
		const lost = await answering(hangUp);
		const transport = { host: lost.host, secretKey: KEY, maxRetries: 3, timeoutMs: 1_000, fetch };
		const call = { method: 'POST', path: '/api/verification/sessions' } as const;
		await expect(requestJson(transport, call)).rejects.toBeInstanceOf(UniicyConnectionError);
		expect(lost.seen).toHaveLength(1);
	});

	it('send a stretch again with one key a page, which the retries of that page share', async () => {
		const page =
			(nextCursor: string | null): Answer =>
			(_, response) =>
				response.writeHead(202).end(JSON.stringify({ ok: true, queued: 1000, nextCursor }));
		const { client, seen } = await answering(hangUp, page('evt_1'), hangUp, page(null));
		const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
		expect(await client.events.resendRange(range, { idempotencyKey: 'outage' })).toEqual({ queued: 2000 });
		expect(seen.map(({ key }) => key)).toEqual(['outage-1', 'outage-1', 'outage-2', 'outage-2']);
	});

	it('take an answer that breaks off, or that is not this API’s, for none: typed, and tried again', async () => {
		const breaksOff: Answer = (request, response) => {
			response.writeHead(200, { 'content-length': '100' }).write('{"ok":');
			setImmediate(() => request.socket.destroy());
		};
		const proxy: Answer = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>');
		const { client, seen } = await answering(breaksOff, proxy, good);
		expect((await client.sessions.create()).sessionId).toBe('s');
		expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
		expect(seen).toHaveLength(3);
		const always = await answering(proxy);
		await expect(always.client.sandbox.scenarios()).rejects.toBeInstanceOf(UniicyConnectionError);
		expect(always.seen).toHaveLength(4);
		const picture = await answering(breaksOff);
		await expect(picture.client.sessions.artifact('s', 'a')).rejects.toBeInstanceOf(UniicyConnectionError);
	});

	it('follow no redirect, which would carry the key elsewhere, and end in time', async () => {
		const other = await answering(good);
		const { host } = await answering((_, response) => response.writeHead(307, { location: other.host }).end());
		const client = createClient({ secretKey: KEY, host, maxRetries: 0 });
		await expect(client.sessions.retrieve('s')).rejects.toBeInstanceOf(UniicyConnectionError);
		expect(other.seen).toHaveLength(0);
		const silent = await answering(() => undefined);
		const hasty = createClient({ secretKey: KEY, host: silent.host, maxRetries: 0, timeoutMs: 50 });
		await expect(hasty.sessions.retrieve('s')).rejects.toBeInstanceOf(UniicyConnectionError);
	});

	it('keep an id inside its place in the path, and take no publishable key', async () => {
		const { client, seen } = await answering(good);
		await client.sessions.retrieve('../events?x=1#y');
		expect(seen[0]?.url).toBe('/api/verification/sessions/..%2Fevents%3Fx%3D1%23y');
		expect(() => createClient({ secretKey: 'pk_test_0' })).toThrow(TypeError);
	});
});
