import { changing, type ChangeOptions } from './changing.js';
import { request, requestJson, type Transport } from './request.js';
import type { CreatedSession, CreateSession, ListSessions, Session, SessionLink, SessionSummary } from './types.js';

const ROOT = '/api/verification/sessions';

export interface SessionCalls {
	create(input?: CreateSession, options?: ChangeOptions): Promise<CreatedSession>;
	retrieve(sessionId: string): Promise<Session>;
	/** Every session that fits, newest first; pages are fetched as they are needed. */
	list(filter?: ListSessions): AsyncIterableIterator<SessionSummary>;
	/** No further capture. */
	cancel(sessionId: string, options?: ChangeOptions): Promise<Session>;
	/** A fresh way into an unfinished session; the older one stops working. */
	link(sessionId: string, options?: ChangeOptions): Promise<SessionLink>;
	/** Erases the applicant's data for good; ids and the decision's word stay. */
	redact(sessionId: string, options?: ChangeOptions): Promise<Session>;
	/** The bytes of a picture or a heatmap. */
	artifact(sessionId: string, artifactId: string): Promise<{ mediaType: string; bytes: Uint8Array }>;
}

export function sessionCalls(transport: Transport): SessionCalls {
	const at = (sessionId: string, rest = '') => `${ROOT}/${encodeURIComponent(sessionId)}${rest}`;
	return {
		create: (input = {}, options) => requestJson(transport, { ...changing(options), path: ROOT, body: input }),
		retrieve: (sessionId) => requestJson(transport, { method: 'GET', path: at(sessionId) }),
		list: (filter = {}) => eachSession(transport, filter),
		cancel: (sessionId, options) => requestJson(transport, { ...changing(options), path: at(sessionId, '/cancel') }),
		link: (sessionId, options) => requestJson(transport, { ...changing(options), path: at(sessionId, '/link') }),
		redact: (sessionId, options) => requestJson(transport, { ...changing(options), path: at(sessionId, '/redact') }),
		artifact(sessionId, artifactId) {
			const path = at(sessionId, `/artifacts/${encodeURIComponent(artifactId)}`);
			return request(transport, { method: 'GET', path }, async (reply) => ({
				mediaType: reply.headers.get('content-type') ?? 'application/octet-stream',
				bytes: new Uint8Array(await reply.arrayBuffer())
			}));
		}
	};
}

interface Page {
	sessions: SessionSummary[];
	nextCursor: string | null;
}

async function* eachSession(transport: Transport, filter: ListSessions): AsyncIterableIterator<SessionSummary> {
	let cursor: string | undefined;
	do {
		const page: Page = await requestJson(transport, { method: 'GET', path: ROOT, query: { ...filter, cursor } });
		yield* page.sessions;
		cursor = page.nextCursor ?? undefined;
	} while (cursor !== undefined);
}
