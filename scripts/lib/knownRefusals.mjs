/** Answers calls of keys that are known to be over their limit, before the framework reads them (src/lib/server/hooks/knownRefusals.ts). */

/** @typedef {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} Listener */

/**
 * @param {Listener} next whoever answers all other calls
 * @returns {Listener}
 */
export const refuseKnown = (next) => (request, response) => {
	const { authorization } = request.headers;
	const known =
		authorization !== undefined && request.url?.startsWith('/api/verification/') ? answerFor(authorization) : null;
	if (known === null) return next(request, response);
	response.writeHead(known.status, known.headers).end(known.body);
};

/** @param {string} authorization @returns {{ status: number, headers: Record<string, string>, body: string } | null} */
const answerFor = (authorization) =>
	/** @type {any} */ (globalThis)[Symbol.for('id-beyond.known-refusals')]?.(authorization) ?? null;
