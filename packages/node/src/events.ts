import { changing, type ChangeOptions } from './changing.js';
import { requestJson, type Transport } from './request.js';
import type { EventRecord } from './types.js';

const ROOT = '/api/verification/events';

export interface ResendRange {
	/** ISO 8601; events of [from, to). */
	from: string;
	to: string;
	/** `failed` (default): given up. `delivered`: taken once already. */
	state?: 'failed' | 'delivered';
}

export interface EventCalls {
	/** The events of one session in order, each with every attempt to deliver it. */
	list(sessionId: string): Promise<EventRecord[]>;
	/** The same bytes once more. */
	resend(eventId: string, options?: ChangeOptions): Promise<{ ok: true; eventId: string }>;
	/** A whole stretch, oldest first; gives how many were queued. The calls that it takes have keys of their own, made of yours. */
	resendRange(range: ResendRange, options?: ChangeOptions): Promise<{ queued: number }>;
}

export function eventCalls(transport: Transport): EventCalls {
	return {
		async list(sessionId) {
			const call = { method: 'GET', path: ROOT, query: { sessionId } } as const;
			return (await requestJson<{ events: EventRecord[] }>(transport, call)).events;
		},
		resend: (eventId, options) =>
			requestJson(transport, { ...changing(options), path: `${ROOT}/${encodeURIComponent(eventId)}/resend` }),
		async resendRange(range, options) {
			const { idempotencyKey, ...call } = changing(options);
			let queued = 0;
			let cursor: string | undefined;
			for (let number = 1; ; number++) {
				const page = await requestJson<{ queued: number; nextCursor: string | null }>(transport, {
					...call,
					idempotencyKey: `${idempotencyKey}-${number}`,
					path: `${ROOT}/resend`,
					body: { ...range, ...(cursor ? { cursor } : {}) }
				});
				queued += page.queued;
				if (page.nextCursor === null) return { queued };
				cursor = page.nextCursor;
			}
		}
	};
}
