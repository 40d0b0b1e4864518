import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedFetch, GuardedFetchError, type GuardedRequest } from './guardedFetch';
import { REFUSED_ADDRESSES, REFUSED_URLS } from './refusedUrls';
import { resolverOf } from './resolveHost';
import { openNameServer } from './testNameServer';

const HAS_IPV6 = Object.values(networkInterfaces()).some((one) => one?.some(({ address }) => address === '::1'));
const open: (() => void)[] = [];
afterEach(() => {
	for (const close of open.splice(0)) close();
});

/** A real server on loopback, by IPv6 too where this machine has it; counts what reaches it. */
async function listen(answer: http.RequestListener = (_, response) => response.end('ok')) {
	const connections = { count: 0 };
	const start = async (port: number, host: string) => {
		const server = http.createServer(answer);
		server.on('connection', () => connections.count++);
		server.listen(port, host);
		await once(server, 'listening');
		open.push(() => {
			server.closeAllConnections();
			server.close();
		});
		return (server.address() as AddressInfo).port;
	};
	const port = await start(0, '127.0.0.1');
	if (HAS_IPV6) await start(port, '::1');
	return { port, connections };
}

const post = (url: string, more: Partial<GuardedRequest> = {}) =>
	guardedFetch(url, {
		...{ method: 'POST', headers: {}, body: Buffer.from('x'), timeoutMs: 5_000, allowLoopback: true, allowCidrs: [] },
		...more
	});
const reasonOf = async (work: Promise<unknown>) => {
	const error = await work.then(
		() => new Error('it went through'),
		(reason: unknown) => reason
	);
	return error instanceof GuardedFetchError ? error.reason : error;
};

describe('guardedFetch', () => {
	it('sends the exact bytes with the URL’s own Host, and gives back the answer', async () => {
		const seen: { host?: string; body?: Buffer; encoding?: string | string[] } = {};
		const { port } = await listen(async (request, response) => {
			seen.host = request.headers.host;
			seen.encoding = request.headers['accept-encoding'];
			seen.body = Buffer.concat(await request.toArray());
			response.writeHead(201, { 'x-answer': 'yes' }).end('made');
		});
		const body = Buffer.from([0, 255, 13, 10, 195, 188]);
		const answer = await post(`http://tenant.example:${port}/a?b`, { body, resolve: async () => ['127.0.0.1'] });
		expect(answer).toMatchObject({ status: 201, bodyText: 'made', headers: { 'x-answer': 'yes' } });
		expect(seen).toEqual({ host: `tenant.example:${port}`, body, encoding: undefined });
	});

	it('names the URL’s host in the TLS handshake while it connects to the checked address', async () => {
		const asked: string[] = [];
		const server = tls.createServer({
			SNICallback: (name, done) => {
				asked.push(name);
				done(new Error('no certificate here'));
			}
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		open.push(() => server.close());
		const { port } = server.address() as AddressInfo;
		const reason = await reasonOf(post(`https://tenant.example:${port}/`, { resolve: async () => ['127.0.0.1'] }));
		expect(asked).toEqual(['tenant.example']);
		expect(reason).toMatch(/tls_failed|connection_failed/);
	});

	it('makes no connection for any hostile URL, also where the port would be open', async () => {
		const { port, connections } = await listen();
		const withOpenPort = REFUSED_URLS.filter((url) => URL.canParse(url)).map((url) => {
			const aimed = new URL(url);
			aimed.port = String(port);
			return aimed.href;
		});
		let refused = 0;
		for (const url of [...REFUSED_URLS, ...withOpenPort.filter((url) => !/example\.com|^https:\/\/\w+!/.test(url))]) {
			const reason = await reasonOf(post(url, { allowLoopback: false }));
			expect(reason, url).toMatch(/refused$|url_invalid/);
			refused++;
		}
		expect(refused).toBeGreaterThan(250);
		expect(connections.count).toBe(0);
	});

	it.each(REFUSED_ADDRESSES)(
		'refuses a name that resolves to %j, alone or beside a public address',
		async (address) => {
			const rules = { allowLoopback: false };
			for (const answers of [[address], ['93.184.215.14', address], [address, '2606:2800:21f::1']])
				expect(await reasonOf(post('http://tenant.example/', { ...rules, resolve: async () => answers }))).toBe(
					'address_refused'
				);
		}
	);

	it('is not fooled by a name that changes its address: it asks once, and connects to what it was told', async () => {
		const { port, connections } = await listen();
		let asked = 0;
		let reached = 0;
		for (let round = 0; round < 1_000; round++) {
			// Rebinding: an allowed address for the check, loopback for whoever asks again.
			const firstAnswer = round % 2 === 0 ? '127.0.0.1' : '127.0.0.2';
			let questions = 0;
			const reason = await reasonOf(
				post(`http://rebind.example:${port}/`, {
					allowLoopback: false,
					allowCidrs: ['127.0.0.2/32'],
					timeoutMs: 1_000,
					resolve: async () => {
						asked++;
						return questions++ === 0 ? [firstAnswer] : ['127.0.0.1'];
					}
				})
			);
			// Nothing listens on 127.0.0.2: a connection to it fails, a second look-up would have reached 127.0.0.1.
			if (reason !== 'address_refused' && reason !== 'connection_failed') reached++;
		}
		expect(asked).toBe(1_000);
		expect(reached).toBe(0);
		expect(connections.count).toBe(0);
	});

	it('is not fooled by a name server that changes its answer from question to question', async () => {
		const { port, connections } = await listen();
		// A real server on UDP: 127.0.0.2 (opened by the operator, nothing listens there) and 127.0.0.1 in turn, beside it ::1 now and then.
		const LOOPBACK6 = [...Array.from({ length: 15 }, () => 0), 1];
		const server = await openNameServer((type, nth) =>
			type === 'A' ? [127, 0, 0, (nth % 2) + 1] : nth % 10 === 9 ? LOOPBACK6 : null
		);
		open.push(server.close);
		const resolve = resolverOf(server);
		const outcomes = new Set<unknown>();
		for (let round = 0; round < 1_000; round++)
			outcomes.add(
				await reasonOf(
					post(`http://rebind.example:${port}/`, {
						...{ allowLoopback: false, allowCidrs: ['127.0.0.2/32'], timeoutMs: 5_000 },
						resolve
					})
				)
			);
		expect(server.questions.count).toBe(1_000);
		expect([...outcomes].sort()).toEqual(['address_refused', 'connection_failed']);
		expect(connections.count).toBe(0);
	});

	it('gives up on a receiver that says nothing but "wait" (1xx) for ever, in bounded memory', async () => {
		const server = net.createServer((socket) => {
			const more = () => {
				while (!socket.destroyed && socket.write('HTTP/1.1 102 Processing\r\nx-pad: aaaaaaaaaaaaaaaaaaaa\r\n\r\n'));
			};
			socket.on('error', () => undefined);
			socket.on('drain', more);
			socket.once('data', more);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		open.push(() => server.close());
		const { port } = server.address() as AddressInfo;
		const before = process.memoryUsage().rss;
		expect(await reasonOf(post(`http://127.0.0.1:${port}/`, { timeoutMs: 300 }))).toBe('timeout');
		expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
	});

	it('refuses an answer whose head has no end', async () => {
		const server = net.createServer((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx-pad: ${'a'.repeat(1024 * 1024)}`));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		open.push(() => server.close());
		const { port } = server.address() as AddressInfo;
		expect(await reasonOf(post(`http://127.0.0.1:${port}/`))).toBe('connection_failed');
	});

	it('follows no redirect', async () => {
		const secret = await listen();
		const { port } = await listen((_, response) =>
			response.writeHead(302, { location: `http://127.0.0.1:${secret.port}/` }).end()
		);
		expect((await post(`http://127.0.0.1:${port}/`)).status).toBe(302);
		expect(secret.connections.count).toBe(0);
	});

	it('opens a new connection for every request', async () => {
		const { port, connections } = await listen();
		for (let i = 0; i < 3; i++) await post(`http://127.0.0.1:${port}/`);
		expect(connections.count).toBe(3);
	});

	it('reads no more than the cap of an endless answer', async () => {
		const { port } = await listen((_, response) => {
			const more = () => {
				while (!response.destroyed && response.write(Buffer.alloc(16_384, 'a')));
			};
			response.on('drain', more);
			more();
		});
		expect((await post(`http://127.0.0.1:${port}/`)).bodyText).toHaveLength(65_536);
		expect((await post(`http://127.0.0.1:${port}/`, { maxResponseBytes: 10 })).bodyText).toBe('a'.repeat(10));
	});

	it('does not unpack a compressed answer', async () => {
		const bomb = gzipSync(Buffer.alloc(1_000_000));
		const { port } = await listen((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
		expect((await post(`http://127.0.0.1:${port}/`)).bodyText.length).toBeLessThanOrEqual(bomb.length);
	});

	it('gives up on a receiver that accepts and never answers', async () => {
		const { port } = await listen(() => undefined);
		expect(await reasonOf(post(`http://127.0.0.1:${port}/`, { timeoutMs: 50 }))).toBe('timeout');
	});

	it('gives up on a receiver that drips: the time is for everything together', async () => {
		const { port } = await listen((_, response) => {
			const drip = setInterval(() => response.write('.'), 10);
			response.on('close', () => clearInterval(drip));
		});
		expect(await reasonOf(post(`http://127.0.0.1:${port}/`, { timeoutMs: 100 }))).toBe('timeout');
	});

	it('gives up on a name server that never answers', async () => {
		const never = () => new Promise<string[]>(() => undefined);
		expect(await reasonOf(post('http://tenant.example/', { timeoutMs: 50, resolve: never }))).toBe('timeout');
	});

	it('says when a name has no address, nothing listens, or what listens is no HTTP server', async () => {
		const none = () => Promise.reject(new Error('ENOTFOUND'));
		expect(await reasonOf(post('http://tenant.example/', { resolve: none }))).toBe('dns_failed');
		expect(await reasonOf(post('http://tenant.example/', { resolve: async () => [] }))).toBe('dns_failed');
		const { port } = await listen();
		expect(await reasonOf(post(`https://127.0.0.1:${port}/`))).toBe('tls_failed');
		const garbage = net.createServer((socket) => socket.end('what?\r\n\r\n')).listen(0, '127.0.0.1');
		await new Promise((resolve) => garbage.once('listening', resolve));
		open.push(() => garbage.close());
		const garbagePort = (garbage.address() as AddressInfo).port;
		expect(await reasonOf(post(`http://127.0.0.1:${garbagePort}/`))).toBe('connection_failed');
	});

	it('lets go when its caller does', async () => {
		const caller = new AbortController();
		const { port } = await listen(() => caller.abort());
		expect(await reasonOf(post(`http://127.0.0.1:${port}/`, { signal: caller.signal }))).toBe('aborted');
	});

	it('reaches a localhost name where loopback is allowed, and only there', async () => {
		const { port, connections } = await listen();
		expect((await post(`http://localhost:${port}/`)).status).toBe(200);
		expect(await reasonOf(post(`http://localhost:${port}/`, { allowLoopback: false }))).toBe('address_refused');
		expect(connections.count).toBe(1);
	});
});
