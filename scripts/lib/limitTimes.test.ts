import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { limitTimes } from './limitTimes.mjs';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** What a sender that stops after these bytes is told before it is cut off. */
async function toldAfter(sent: string): Promise<string> {
	const server = createServer({ connectionsCheckingInterval: 20 }, (request, response) => {
		request.resume().on('end', () => response.end('whole'));
		request.on('error', () => undefined);
	});
	limitTimes(server, { headersMs: 50, requestMs: 100 });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => server.close());
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	let told = '';
	socket.on('data', (bytes) => (told += bytes.toString()));
	socket.write(sent);
	await new Promise((resolve) => socket.on('close', resolve));
	return told;
}

it('a sender that never ends its headers, or its body, is told so and cut off', async () => {
	expect(await toldAfter('POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toContain('408 Request Timeout');
	expect(await toldAfter('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{')).toContain(
		'408 Request Timeout'
	);
});

it('the site’s own limits leave time for a photograph over a thin line, and no more', () => {
	const server = createServer();
	limitTimes(server);
	expect([server.headersTimeout, server.requestTimeout]).toEqual([20_000, 180_000]);
});

it('a connection outlives the idle time of a proxy in front, which so never sends into a closed one', async () => {
	const server = createServer((_, response) => response.end('whole'));
	limitTimes(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => server.close());
	const reply = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	await reply.text();
	const [, seconds] = /timeout=(\d+)/.exec(reply.headers.get('keep-alive') ?? '') ?? [];
	expect(Number(seconds)).toBeGreaterThan(60);
});
