/**
 * How long a sender may take: for its headers, for a whole request, and from one to the next. A photograph of 15 MB takes two minutes at 1 Mbit/s. Node looks every half
 * minute for those who are over it, answers them 408 and closes.
 *
 * A connection without a request is kept for longer than those in front keep theirs (nginx 60 s, most balancers of loads 60 s): the
 * one who closes first must be the one who sends, or a request meets a closed door (RFC 9112, 9.5) and ends as a 502 there.
 * @param {import('node:http').Server} server
 * @param {{ headersMs?: number, requestMs?: number, idleMs?: number }} [limits]
 */
export function limitTimes(server, { headersMs = 20_000, requestMs = 180_000, idleMs = 75_000 } = {}) {
	server.keepAliveTimeout = idleMs;
	server.headersTimeout = headersMs;
	server.requestTimeout = requestMs;
}
