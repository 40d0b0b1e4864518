import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * @typedef {{ path: string, headers: import('node:http').IncomingHttpHeaders, body: Buffer, event: any, verified: boolean }} Delivery
 * @typedef {{ origin: string, url: string, deliveries: Delivery[], answerWith: (status: number) => void, close: () => Promise<void> }} Receiver
 */

/**
 * A tenant's site on a free loopback port: a webhook endpoint, and a page to come back to (any GET). It answers 200 to what it can verify, 401 to the rest.
 * @param {string} secret
 * @returns {Promise<Receiver>}
 */
export async function startReceiver(secret) {
	/** @type {Delivery[]} */
	const deliveries = [];
	let status = 200;
	const server = createServer((request, response) => {
		/** @type {Buffer[]} */
		const chunks = [];
		request.on('data', (chunk) => chunks.push(chunk));
		request.on('end', () => {
			// Where applicants come back to.
			if (request.method === 'GET') return void response.writeHead(200, { 'content-type': 'text/plain' }).end('done');
			const body = Buffer.concat(chunks);
			const verified = signatureHolds(body, String(request.headers['x-verification-signature'] ?? ''), secret);
			deliveries.push({
				path: request.url ?? '',
				headers: request.headers,
				body,
				event: JSON.parse(body.toString('utf8')),
				verified
			});
			response.writeHead(verified ? status : 401).end();
		});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The receiver has no port');
	return {
		origin: `http://localhost:${address.port}`,
		url: `http://localhost:${address.port}/webhooks/kyc`,
		deliveries,
		answerWith: (next) => void (status = next),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

/**
 * The check that the integration guide gives its readers: hex HMAC-SHA256 of the raw body, compared in constant time.
 * @param {Buffer} body @param {string} received @param {string} secret
 */
export function signatureHolds(body, received, secret) {
	const expected = createHmac('sha256', secret).update(body).digest('hex');
	return (
		received.length === expected.length && timingSafeEqual(Buffer.from(received, 'utf8'), Buffer.from(expected, 'utf8'))
	);
}
