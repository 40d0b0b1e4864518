import { and, desc, eq, gte, inArray, lte, max } from 'drizzle-orm';
import type { EventSearch } from '$lib/contract/eventSearch';
import { olderThan, type Store } from '$lib/server/db';
import { isUuid } from '$lib/server/platform';
import { formatEventCursor, parseEventCursor } from './eventCursor';
import type { EventView } from './eventLog';

/** An event as a line of the log. It says nothing of the person. */
export interface EventRow extends Omit<EventView, 'sequence' | 'attempts'> {
	sessionId: string;
	attempts: number;
}

/**
 * One page of an organization's events, newest first. Pages go on at the last event shown, so a page costs the same however deep it is.
 * @throws VALIDATION_FAILED for a cursor that is none of ours.
 */
export async function searchEvents(
	deps: { readonly store: Store },
	organizationId: string,
	input: EventSearch & { cursor?: string | undefined; limit: number }
): Promise<{ events: EventRow[]; nextCursor: string | null }> {
	const { webhookEvents: t } = deps.store.t;
	const after = input.cursor === undefined ? null : parseEventCursor(input.cursor);
	const found = await deps.store.db
		.select({
			...{ id: t.id, sessionId: t.sessionId, type: t.type, state: t.state, url: t.url },
			...{ createdAt: t.createdAt, deliveredAt: t.deliveredAt }
		})
		.from(t)
		.where(
			and(
				eq(t.organizationId, organizationId),
				eq(t.environment, input.environment),
				input.state && eq(t.state, input.state),
				input.type && eq(t.type, input.type),
				input.id === undefined ? undefined : named(t, input.id),
				input.from === undefined ? undefined : gte(t.createdAt, input.from),
				input.until === undefined ? undefined : lte(t.createdAt, input.until),
				after === null ? undefined : olderThan(t.createdAt, t.id, { at: after.createdAt, id: after.id })
			)
		)
		.orderBy(desc(t.createdAt), desc(t.id))
		.limit(input.limit + 1);
	const page = found.slice(0, input.limit);
	const attempts = await countAttemptsOf(
		deps.store,
		page.map(({ id }) => id)
	);
	const last = page.at(-1);
	return {
		events: page.map((event) => ({ ...event, attempts: attempts.get(event.id) ?? 0 })),
		nextCursor: found.length > input.limit && last ? formatEventCursor(last) : null
	};
}

type Events = Store['t']['webhookEvents'];

const named = (t: Events, id: string) => (isUuid(id.toLowerCase()) ? eq(t.sessionId, id.toLowerCase()) : eq(t.id, id));

async function countAttemptsOf(store: Store, eventIds: string[]): Promise<Map<string, number>> {
	if (eventIds.length === 0) return new Map();
	const { webhookAttempts: t } = store.t;
	const rows = await store.db
		.select({ eventId: t.eventId, number: max(t.number) })
		.from(t)
		.where(inArray(t.eventId, eventIds))
		.groupBy(t.eventId);
	return new Map(rows.map(({ eventId, number }) => [eventId, number ?? 0]));
}
