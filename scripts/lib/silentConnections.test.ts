import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { silentConnections } from './silentConnections.mjs';

it('a stop waits for the request that has begun, and not for a connection on which nothing was ever said', async () => {
	const server = createServer((request, response) => request.resume().on('end', () => response.end('whole')));
	const endSilent = silentConnections(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const [silent, slow] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
	let told = '';
	slow.on('data', (bytes) => (told += bytes.toString()));
	const begun = once(server, 'request');
	slow.write('POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{');
	await Promise.all([begun, once(silent, 'connect')]);
	const ended = new Promise((resolve) => server.close(resolve));
	endSilent();
	await once(silent, 'close');
	slow.write('}');
	await Promise.all([ended, once(slow, 'close')]);
	expect(told).toContain('whole');
});
