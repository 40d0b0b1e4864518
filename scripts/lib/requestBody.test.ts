import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '$lib/server/platform';
import { readBytes } from '$lib/server/rest';
import { prepareBody } from './requestBody.mjs';

const LIMIT = 64 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 1);

/** Kit's own way from a socket to a Request and back, with the limit of a route between. */
describe('a body on a real connection', () => {
	let server: Server;
	let port: number;
	let failures: unknown[];
	beforeEach(async () => {
		failures = [];
		server = createServer((req, res) => {
			prepareBody(req, res);
			void answer(req)
				.catch((error: unknown) => {
					failures.push(error);
					return new Response(null, { status: error instanceof AppError ? error.status : 500 });
				})
				.then((response) => setResponse(res, response));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		port = (server.address() as AddressInfo).port;
	});
	afterEach(() => {
		server.closeAllConnections();
		return new Promise((resolve) => server.close(resolve));
	});

	async function answer(req: Parameters<typeof prepareBody>[0]): Promise<Response> {
		if (req.url === '/unread') return new Response(null, { status: 401 });
		const bytes = await readBytes(await getRequest({ request: req, base: 'http://127.0.0.1' }), LIMIT);
		return Response.json({ bytes: bytes.length, type: req.headers['content-type'] });
	}

	/** Writes all of its body before it looks at the answer, as simple clients do. */
	function put(
		path: string,
		chunks: number,
		headers: Record<string, string>
	): Promise<{ status: number; text: string }> {
		return new Promise((resolve, reject) => {
			const call = httpRequest({ port, host: '127.0.0.1', path, method: 'PUT', headers });
			call.on('error', reject);
			let written = 0;
			const write = () => {
				if (written++ === chunks) return call.end();
				call.write(CHUNK, (error) => (error ? reject(error) : write()));
			};
			call.on('response', (response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (part: string) => (text += part));
				response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
				response.on('error', reject);
			});
			write();
		});
	}
	const announced = (chunks: number) => ({ 'content-length': String(chunks * CHUNK.length) });
	const chunked = { 'transfer-encoding': 'chunked' };
	const octets = { 'content-type': 'image/jpeg' };

	it.each([
		['in chunks', chunked],
		['announced', announced(400)]
	])('gets its 413 when it is too large, %s, however much is still on its way', async (_, headers) => {
		expect((await put('/', 400, { ...octets, ...headers })).status).toBe(413);
		expect((await put('/', 400, { ...octets, ...headers, connection: 'keep-alive' })).status).toBe(413);
	});

	it('gets the answer of a route that reads none of it', async () => {
		expect((await put('/unread', 400, { ...octets, ...chunked })).status).toBe(401);
		expect((await put('/unread', 400, announced(400))).status).toBe(401);
	});

	it.each([
		['in chunks', chunked],
		['announced', announced(1)]
	])('arrives without a Content-Type too, %s', async (_, headers) => {
		const { status, text } = await put('/', 1, headers);
		expect([status, JSON.parse(text)]).toEqual([200, { bytes: LIMIT, type: 'application/octet-stream' }]);
	});

	it('keeps the Content-Type that it came with', async () => {
		expect((await put('/', 1, { ...octets, ...chunked })).text).toContain('image/jpeg');
	});

	it('whose sender goes away is a refusal, not a failure of ours', async () => {
		const call = httpRequest({ port, host: '127.0.0.1', method: 'PUT', headers: { ...octets, ...announced(1) } });
		call.on('error', () => undefined);
		const seen = new Promise((resolve) => server.once('request', resolve));
		call.write(CHUNK.subarray(0, 1000));
		await seen;
		call.destroy();
		await expect.poll(() => failures).toEqual([expect.objectContaining({ code: 'VALIDATION_FAILED' })]);
	});
});
