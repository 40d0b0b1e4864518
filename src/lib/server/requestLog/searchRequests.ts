import { and, desc, eq, gte, lt, lte, or, type SQL } from 'drizzle-orm';
import type { RequestSearch } from '$lib/contract/requestSearch';
import { olderThan, type Store } from '$lib/server/db';
import { formatCursor, parseCursor } from '$lib/server/platform';
import type { ApiRequest } from './requestLog';

/** A call as a line of the log. */
export interface RequestRow extends Omit<ApiRequest, 'organizationId' | 'environment'> {
	/** The name that its people gave the key; null when the key is gone. */
	keyLabel: string | null;
}

type Requests = Store['t']['apiRequests'];

/**
 * One page of an organization's calls, newest first. Pages go on at the last call shown, so a page costs the same however deep it is.
 * @throws VALIDATION_FAILED for a cursor that is none of ours.
 */
export async function searchRequests(
	deps: { readonly store: Store },
	organizationId: string,
	input: RequestSearch & { cursor?: string | undefined; limit: number }
): Promise<{ requests: RequestRow[]; nextCursor: string | null }> {
	const { apiRequests: t, organizationApiKeys: keys } = deps.store.t;
	const after = input.cursor === undefined ? null : parseCursor(input.cursor);
	const { id, apiKeyId, method, route, sessionId, status, errorCode, durationMs, createdAt } = t;
	const found = await deps.store.db
		.select({
			...{ id, apiKeyId, method, route, sessionId, status, errorCode, durationMs, createdAt },
			keyLabel: keys.label
		})
		.from(t)
		.leftJoin(keys, eq(keys.id, t.apiKeyId))
		.where(
			and(
				eq(t.organizationId, organizationId),
				eq(t.environment, input.environment),
				input.id === undefined ? undefined : or(eq(t.id, input.id), eq(t.sessionId, input.id)),
				input.answer && ANSWERS[input.answer](t),
				input.apiKeyId === undefined ? undefined : eq(t.apiKeyId, input.apiKeyId),
				input.from === undefined ? undefined : gte(t.createdAt, input.from),
				input.until === undefined ? undefined : lte(t.createdAt, input.until),
				after === null ? undefined : olderThan(t.createdAt, t.id, after)
			)
		)
		.orderBy(desc(t.createdAt), desc(t.id))
		.limit(input.limit + 1);
	const page = found.slice(0, input.limit);
	const last = page.at(-1);
	return {
		requests: page,
		nextCursor: found.length > input.limit && last ? formatCursor({ at: last.createdAt, id: last.id }) : null
	};
}

const ANSWERS: Record<'ok' | 'refused' | 'failed', (t: Requests) => SQL | undefined> = {
	ok: (t) => lt(t.status, 400),
	refused: (t) => and(gte(t.status, 400), lt(t.status, 500)),
	failed: (t) => gte(t.status, 500)
};
