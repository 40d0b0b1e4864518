import { createHash } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { q, type Step, type Tx } from '$lib/server/db';
import { enqueue } from '$lib/server/jobs';
import type { Clock, Ids } from '$lib/server/platform';
import { deliverWebhook } from './deliverWebhook';

/**
 * Enqueues the deliveries of a session whose turn it is: the first pending event, and those behind it as long as every
 * pending one before them was released. An event that still waits has no job at all, so waiting costs nothing.
 * The caller's transaction must hold the session's row (see `lockSession`).
 */
export function* enqueueReady(tx: Tx, tools: { clock: Clock; ids: Ids }, sessionId: string): Step<void> {
	const { webhookEvents } = tx.t;
	const pending = yield* q(
		tx.db
			.select()
			.from(webhookEvents)
			.where(and(eq(webhookEvents.sessionId, sessionId), eq(webhookEvents.state, 'pending')))
			.orderBy(asc(webhookEvents.sequence))
	);
	for (const event of pending) {
		if (event.url !== null)
			yield* enqueue(tx, tools, {
				job: deliverWebhook,
				payload: { eventId: event.id },
				key: `deliver:${event.id}`,
				groupKey: endpointKey({ ...event, url: event.url })
			});
		if (event.releasedAt === null) return;
	}
}

/** Takes the session's row for this transaction: whoever appends to or delivers from the same session waits. */
export function* lockSession(tx: Tx, sessionId: string): Step<void> {
	const { verificationSessions } = tx.t;
	yield* q(
		tx.db
			.update(verificationSessions)
			.set({ sequence: verificationSessions.sequence })
			.where(eq(verificationSessions.id, sessionId))
			.returning({ id: verificationSessions.id })
	);
}

/** An endpoint is (organization, environment, URL); the hash is its name in job rows. */
export const endpointKey = (event: { organizationId: string; environment: Environment; url: string }): string =>
	createHash('sha256')
		.update(JSON.stringify([event.organizationId, event.environment, event.url]))
		.digest('hex');
