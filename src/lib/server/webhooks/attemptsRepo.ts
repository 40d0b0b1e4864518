import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';

export type WebhookAttemptRow = Tx['t']['webhookAttempts']['$inferSelect'];

export function* insertAttempt(tx: Tx, attempt: WebhookAttemptRow): Step<void> {
	yield* q(tx.db.insert(tx.t.webhookAttempts).values(attempt));
}

export async function findLastAttempt(tx: Tx, eventId: string): Promise<WebhookAttemptRow | null> {
	const { webhookAttempts } = tx.t;
	const rows = await tx.db
		.select()
		.from(webhookAttempts)
		.where(eq(webhookAttempts.eventId, eventId))
		.orderBy(desc(webhookAttempts.number))
		.limit(1);
	return rows[0] ?? null;
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

/** Moves the announced next attempt. */
export function* setNextAttemptAt(tx: Tx, eventId: string, number: number, nextAttemptAt: number): Step<void> {
	const { webhookAttempts } = tx.t;
	yield* q(
		tx.db
			.update(webhookAttempts)
			.set({ nextAttemptAt })
			.where(and(eq(webhookAttempts.eventId, eventId), eq(webhookAttempts.number, number)))
	);
}
