import { and, asc, desc, eq, gt, inArray, isNull } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';

export type WebhookAttemptRow = Tx['t']['webhookAttempts']['$inferSelect'];

export function* insertAttempt(tx: Tx, attempt: WebhookAttemptRow): Step<void> {
	yield* q(tx.db.insert(tx.t.webhookAttempts).values(attempt));
}

/** The attempts of one delivery: the event's own (`resendAfter` null), or one that was asked for. */
export async function findAttemptsOfDelivery(
	tx: Tx,
	{ eventId, resendAfter }: Pick<WebhookAttemptRow, 'eventId' | 'resendAfter'>
): Promise<WebhookAttemptRow[]> {
	const { webhookAttempts } = tx.t;
	const isItsOwn =
		resendAfter === null ? isNull(webhookAttempts.resendAfter) : eq(webhookAttempts.resendAfter, resendAfter);
	return await tx.db
		.select()
		.from(webhookAttempts)
		.where(and(eq(webhookAttempts.eventId, eventId), isItsOwn))
		.orderBy(asc(webhookAttempts.number));
}

export async function findAttempts(tx: Tx, eventIds: readonly string[]): Promise<WebhookAttemptRow[]> {
	if (eventIds.length === 0) return [];
	const { webhookAttempts } = tx.t;
	return await tx.db
		.select()
		.from(webhookAttempts)
		.where(inArray(webhookAttempts.eventId, [...eventIds]))
		.orderBy(asc(webhookAttempts.number));
}

/** The highest attempt number of an event, 0 before the first. */
export function* countAttempts(tx: Tx, eventId: string): Step<number> {
	const { webhookAttempts } = tx.t;
	const rows = yield* q(
		tx.db
			.select({ number: webhookAttempts.number })
			.from(webhookAttempts)
			.where(eq(webhookAttempts.eventId, eventId))
			.orderBy(desc(webhookAttempts.number))
			.limit(1)
	);
	return rows[0]?.number ?? 0;
}

/** Brings the announced next attempt of the event's own delivery forward. */
export function* bringForward(tx: Tx, eventId: string, now: number): Step<void> {
	const { webhookAttempts } = tx.t;
	yield* q(
		tx.db
			.update(webhookAttempts)
			.set({ nextAttemptAt: now })
			.where(
				and(
					eq(webhookAttempts.eventId, eventId),
					isNull(webhookAttempts.resendAfter),
					gt(webhookAttempts.nextAttemptAt, now)
				)
			)
	);
}
