/**
 * The receivers of a trial, in a process of their own: `/ok/<n>` takes everything, `/flaky/<n>` fails 30 % at random, `/hole/<n>`
 * takes the request and never answers. On `{ report: true }` it tells its parent every request that it has seen.
 */
import http from 'node:http';

/** @typedef {{ id: string, sessionId: string, sequence: number, path: string, at: number, status: number | null }} Seen */

/** @type {Seen[]} */
const seen = [];

const server = http.createServer(async (request, response) => {
	const at = Date.now();
	const path = request.url ?? '/';
	/** @type {Buffer[]} */
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	const { verificationSessionId, sequence } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
	const status = path.startsWith('/hole/') ? null : path.startsWith('/flaky/') && Math.random() < 0.3 ? 503 : 200;
	seen.push({
		id: String(request.headers['webhook-id']),
		sessionId: verificationSessionId,
		sequence,
		path,
		at,
		status
	});
	if (status !== null) response.writeHead(status).end();
});

server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('message', () => process.send?.({ seen }));
process.on('disconnect', () => process.exit(0));
