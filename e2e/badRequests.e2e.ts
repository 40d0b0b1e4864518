import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { expect, test } from './fixtures/test';

/** Sends these bytes as they are, and gives all that comes back until the server closes or `enough` has come. */
function raw(origin: string, bytes: string, enough: (text: string) => boolean): Promise<string> {
	const socket = connect(Number(new URL(origin).port), '127.0.0.1');
	return new Promise((resolve, reject) => {
		let text = '';
		const end = () => {
			socket.destroy();
			resolve(text);
		};
		socket.setTimeout(10_000, end);
		socket.on('data', (chunk) => {
			text += chunk.toString('latin1');
			if (enough(text)) end();
		});
		socket.on('close', () => resolve(text));
		socket.on('error', reject);
		socket.write(bytes);
	});
}

const residentKb = (pid: number | undefined): number =>
	Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

test.describe('Requests as nobody means them', () => {
	test('each kind of bad body has its code, and good ones in strange dress are taken', async ({ origin, operator }) => {
		const { secretKey } = await mintKeys(operator);
		const post = (body: BodyInit, headers: Record<string, string> = {}) =>
			fetch(`${origin}/api/verification/sessions`, {
				method: 'POST',
				headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', ...headers },
				body
			});
		const deep = `{"metadata":{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`;
		const refusals: [string, BodyInit, number, string, string?][] = [
			['an unknown field', '{"nickname":"x"}', 422, 'VALIDATION_FAILED', 'nickname'],
			['a wrong type', '{"expiresInSeconds":"3600"}', 422, 'VALIDATION_FAILED', 'expiresInSeconds'],
			['a list', '[]', 422, 'VALIDATION_FAILED', ''],
			['null', 'null', 422, 'VALIDATION_FAILED', ''],
			['no JSON', '{"a":', 422, 'VALIDATION_FAILED', ''],
			['a form', 'externalUserId=user_123', 422, 'VALIDATION_FAILED', ''],
			['no UTF-8', Buffer.from('{"externalUserId":"\xff"}', 'latin1'), 422, 'VALIDATION_FAILED', ''],
			['a name twice', '{"minimumAge":1,"externalUserId":"a","externalUserId":"b"}', 422, 'VALIDATION_FAILED'],
			['a lone surrogate', '{"externalUserId":"\\ud83d"}', 422, 'VALIDATION_FAILED', 'externalUserId'],
			['a lone surrogate deep down', '{"metadata":{"a":[{"b":"\\udc00"}]}}', 422, 'VALIDATION_FAILED', 'metadata'],
			['__proto__', '{"metadata":{"__proto__":{"admin":true}}}', 422, 'VALIDATION_FAILED', 'metadata.__proto__'],
			['60,000 levels', deep, 422, 'VALIDATION_FAILED', ''],
			[
				'metadata of 20 kB',
				JSON.stringify({ metadata: { a: 'x'.repeat(20_000) } }),
				422,
				'VALIDATION_FAILED',
				'metadata'
			],
			['metadata of 1 MB', JSON.stringify({ metadata: { a: 'x'.repeat(1_000_000) } }), 413, 'PAYLOAD_TOO_LARGE']
		];
		for (const [what, body, status, code, path] of refusals) {
			const reply = await post(body);
			const { error } = await reply.json();
			expect([what, reply.status, error.code]).toEqual([what, status, code]);
			if (path !== undefined)
				expect(
					error.fields.map((field: { path: string }) => field.path),
					what
				).toContain(path);
		}
		const emoji = { metadata: { '👩🏽‍💻': ['🇺🇳', 'ज़', '\u202e'] }, externalUserId: 'user 👋🏽' };
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16']) {
			const reply = await post(JSON.stringify(emoji), { 'content-type': type });
			expect(reply.status, type).toBe(201);
			const { sessionId } = await reply.json();
			const headers = { authorization: `Bearer ${secretKey}` };
			const read = await fetch(`${origin}/api/verification/sessions/${sessionId}`, { headers });
			expect(await read.json()).toMatchObject(emoji);
		}
	});

	test('huge headers, a broken request and a length that lies get an answer of HTTP itself', async ({ origin }) => {
		const line = 'GET /api/verification/sessions HTTP/1.1\r\nHost: x\r\n';
		const huge = await raw(origin, `${line}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`, () => false);
		expect(huge).toMatch(/^HTTP\/1\.1 431 /);
		expect(await raw(origin, 'GARBAGE\r\n\r\n', () => false)).toMatch(/^HTTP\/1\.1 400 /);
		const both = `POST /api/verification/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
		expect(await raw(origin, both, () => false)).toMatch(/^HTTP\/1\.1 400 /);
	});

	test('pipelined requests are answered one for one and in order', async ({ origin }) => {
		const paths = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? '/api/health/live' : '/api/nothing'));
		const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');
		const text = await raw(origin, requests, (all) => all.split('HTTP/1.1 ').length > 40 && all.endsWith('0\r\n\r\n'));
		const answers = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
		expect(answers).toEqual(paths.map((path) => (path === '/api/nothing' ? '404' : '200')));
	});

	test('eighty slow senders and forty that send without end cost the others neither time nor memory', async ({
		ownSite
	}) => {
		test.skip(process.platform !== 'linux', 'reads the memory of a process from /proc');
		const { secretKey } = await mintKeys(await signUp(ownSite.origin));
		const headers = { authorization: `Bearer ${secretKey}` };
		const list = async () => (await fetch(`${ownSite.origin}/api/verification/sessions`, { headers })).status;
		expect(await list()).toBe(200);
		const before = residentKb(ownSite.pid('web'));
		const port = Number(new URL(ownSite.origin).port);
		const slow: Socket[] = Array.from({ length: 80 }, () => {
			const socket = connect(port, '127.0.0.1');
			socket.on('error', () => undefined);
			socket.write(
				`POST /api/verification/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secretKey}\r\nContent-Length: 100000\r\n\r\n{`
			);
			return socket;
		});
		const piece = new Uint8Array(256 * 1024).fill(32);
		const endless = () => {
			let sent = 0;
			const body = new ReadableStream({
				pull(controller) {
					if (sent++ < 80) controller.enqueue(piece);
					else controller.close();
				}
			});
			const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
			return fetch(`${ownSite.origin}/api/verification/sessions`, init).then(({ status }) => status);
		};
		const refused = await Promise.all(Array.from({ length: 40 }, endless));
		expect(new Set(refused)).toEqual(new Set([413]));
		expect(await list()).toBe(200);
		expect(residentKb(ownSite.pid('web')) - before).toBeLessThan(150_000);
		for (const socket of slow) socket.destroy();
	});
});
