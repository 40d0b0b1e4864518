/** What Kit's own server does not do for a request's body, as a listener on the HTTP server, before Kit's. */

/** Time for a client to see our answer before its connection is closed over a body that nobody reads. */
const LINGER_MS = 5000;

/**
 * Names the bytes of a body that came without a Content-Type (Kit would hand none of them over), and reads away what a
 * refusal left unread: a client that writes its whole body before it reads gets the answer, not a reset connection.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function prepareBody(request, response) {
	if (!hasBody(request)) return;
	request.headers['content-type'] ||= 'application/octet-stream';
	response.once('finish', () => {
		if (request.complete || request.destroyed) return;
		request.removeAllListeners('data');
		request.on('data', () => {});
		request.resume();
		const limit = setTimeout(() => request.destroy(), LINGER_MS);
		request.once('close', () => clearTimeout(limit));
	});
}

/** @param {import('node:http').IncomingMessage} request */
const hasBody = ({ headers }) => headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
