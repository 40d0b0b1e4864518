/**
 * How long a sender may take: for its headers, and for a whole request. A photograph of 15 MB takes two minutes at 1 Mbit/s. Node looks every half
 * minute for those who are over it, answers them 408 and closes.
 * @param {import('node:http').Server} server
 * @param {{ headersMs?: number, requestMs?: number }} [limits]
 */
export function limitTimes(server, { headersMs = 20_000, requestMs = 180_000 } = {}) {
	server.headersTimeout = headersMs;
	server.requestTimeout = requestMs;
}
