import { and, asc, desc, eq, gt, gte, isNotNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { q, type Step, type Tx } from '$lib/server/db';
import type { EventPosition } from './eventCursor';

export type WebhookEventRow = Tx['t']['webhookEvents']['$inferSelect'];

/** An event with what its delivery needs of the session. */
export async function findForDelivery(tx: Tx, eventId: string) {
	const { webhookEvents, verificationSessions } = tx.t;
	const rows = await tx.db
		.select({
			event: webhookEvents,
			wrappedKey: verificationSessions.wrappedKey,
			webhookSecretSealed: verificationSessions.webhookSecretSealed
		})
		.from(webhookEvents)
		.innerJoin(verificationSessions, eq(webhookEvents.sessionId, verificationSessions.id))
		.where(eq(webhookEvents.id, eventId));
	return rows[0] ?? null;
}

/** The newest event to that URL whose session still has its secret. Starts where the endpoint was last used. */
export async function findNewestEventTo(
	tx: Tx,
	endpoint: Pick<WebhookEventRow, 'organizationId' | 'environment'> & {
		url: string;
		lastDeliveredAt: number | null;
		lastFailedAt: number | null;
	}
): Promise<{ id: string } | null> {
	const { webhookEvents: events, verificationSessions: sessions } = tx.t;
	const lastUsed = Math.max(endpoint.lastDeliveredAt ?? 0, endpoint.lastFailedAt ?? 0);
	const rows = await tx.db
		.select({ id: events.id })
		.from(events)
		.innerJoin(sessions, and(eq(sessions.id, events.sessionId), isNotNull(sessions.wrappedKey)))
		.where(
			and(
				eq(events.organizationId, endpoint.organizationId),
				eq(events.environment, endpoint.environment),
				eq(events.url, endpoint.url),
				lastUsed === 0 ? undefined : lte(events.createdAt, lastUsed)
			)
		)
		.orderBy(desc(events.createdAt), desc(events.id))
		.limit(1);
	return rows[0] ?? null;
}

export function* findEvent(
	tx: Tx,
	organizationId: string,
	environment: Environment,
	eventId: string
): Step<WebhookEventRow | null> {
	const { webhookEvents } = tx.t;
	const rows = yield* q(
		tx.db
			.select()
			.from(webhookEvents)
			.where(
				and(
					eq(webhookEvents.id, eventId),
					eq(webhookEvents.organizationId, organizationId),
					eq(webhookEvents.environment, environment)
				)
			)
	);
	return rows[0] ?? null;
}

export function* findPendingEvent(tx: Tx, eventId: string): Step<WebhookEventRow | null> {
	const { webhookEvents } = tx.t;
	const rows = yield* q(
		tx.db
			.select()
			.from(webhookEvents)
			.where(and(eq(webhookEvents.id, eventId), eq(webhookEvents.state, 'pending')))
	);
	return rows[0] ?? null;
}

export const findEventsOfSession = async (
	tx: Tx,
	organizationId: string,
	sessionId: string
): Promise<WebhookEventRow[]> => {
	const { webhookEvents } = tx.t;
	return await tx.db
		.select()
		.from(webhookEvents)
		.where(and(eq(webhookEvents.organizationId, organizationId), eq(webhookEvents.sessionId, sessionId)))
		.orderBy(asc(webhookEvents.sequence));
};

export function* updateEvent(
	tx: Tx,
	{ id, organizationId }: Pick<WebhookEventRow, 'id' | 'organizationId'>,
	change: Partial<Pick<WebhookEventRow, 'state' | 'releasedAt' | 'deliveredAt'>>
): Step<void> {
	const { webhookEvents } = tx.t;
	yield* q(
		tx.db
			.update(webhookEvents)
			.set(change)
			.where(and(eq(webhookEvents.id, id), eq(webhookEvents.organizationId, organizationId)))
	);
}

/** Events with a URL that happened in [from, to), oldest first, each with the number of its last attempt. */
export function* findEventsInRange(
	tx: Tx,
	{ organizationId, environment }: Pick<WebhookEventRow, 'organizationId' | 'environment'>,
	range: { state: WebhookEventRow['state']; from: number; to: number; after: EventPosition | null; limit: number }
): Step<(EventPosition & Pick<WebhookEventRow, 'url'> & { lastAttempt: number })[]> {
	const { webhookEvents: events, webhookAttempts: attempts } = tx.t;
	const { state, from, to, after, limit } = range;
	const isAfter =
		after === null
			? undefined
			: or(gt(events.createdAt, after.createdAt), and(eq(events.createdAt, after.createdAt), gt(events.id, after.id)));
	return yield* q(
		tx.db
			.select({
				...{ id: events.id, createdAt: events.createdAt, url: events.url },
				lastAttempt: sql<number>`coalesce(max(${attempts.number}), 0)`.mapWith(Number)
			})
			.from(events)
			.leftJoin(attempts, eq(attempts.eventId, events.id))
			.where(
				and(
					eq(events.organizationId, organizationId),
					eq(events.environment, environment),
					eq(events.state, state),
					isNotNull(events.url),
					gte(events.createdAt, from),
					lt(events.createdAt, to),
					isAfter
				)
			)
			.groupBy(events.id)
			.orderBy(asc(events.createdAt), asc(events.id))
			.limit(limit)
	);
}
