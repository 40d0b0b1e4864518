import { createServer } from 'node:http';
import type { Logger } from '$lib/server/platform';
import type { Metrics } from './metrics';

/**
 * `GET /metrics` on a port of its own, which no proxy forwards: by default the loopback address. A port that is taken is logged and costs
 * the figures, not the process. Answers how to stop.
 */
export function serveMetrics(
	{ registry }: Metrics,
	{ host, port, log }: { host: string; port: number; log: Logger }
): () => void {
	const server = createServer((request, response) => {
		if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
		registry.metrics().then(
			(text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
			(error: unknown) => {
				log.error({ err: error }, 'collecting metrics failed');
				response.writeHead(500).end();
			}
		);
	});
	server.on('error', (error) => log.error({ err: error, port }, 'metrics cannot be served'));
	server.listen(port, host);
	// What keeps a process alive is its work, never this.
	server.unref();
	return () => {
		server.close();
		server.closeAllConnections();
	};
}
