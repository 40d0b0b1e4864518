import { and, asc, eq, gt, gte, isNotNull, lt, or } from 'drizzle-orm';
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

/** Events with a URL that happened in [from, to), oldest first. */
export async function findEventsInRange(
	tx: Tx,
	{ organizationId, environment }: Pick<WebhookEventRow, 'organizationId' | 'environment'>,
	range: { state: WebhookEventRow['state']; from: number; to: number; after: EventPosition | null; limit: number }
): Promise<EventPosition[]> {
	const { webhookEvents } = tx.t;
	const { state, from, to, after, limit } = range;
	return await tx.db
		.select({ id: webhookEvents.id, createdAt: webhookEvents.createdAt })
		.from(webhookEvents)
		.where(
			and(
				eq(webhookEvents.organizationId, organizationId),
				eq(webhookEvents.environment, environment),
				eq(webhookEvents.state, state),
				isNotNull(webhookEvents.url),
				gte(webhookEvents.createdAt, from),
				lt(webhookEvents.createdAt, to),
				after === null
					? undefined
					: or(
							gt(webhookEvents.createdAt, after.createdAt),
							and(eq(webhookEvents.createdAt, after.createdAt), gt(webhookEvents.id, after.id))
						)
			)
		)
		.orderBy(asc(webhookEvents.createdAt), asc(webhookEvents.id))
		.limit(limit);
}
