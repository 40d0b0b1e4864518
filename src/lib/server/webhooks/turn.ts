import { and, asc, eq } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';
import { enqueue } from '$lib/server/jobs';
import type { Clock, Ids } from '$lib/server/platform';
import { deliverWebhook } from './deliverWebhook';
import { endpointKey } from './endpointKey';

/**
 * Enqueues the deliveries of a session whose turn it is: the first pending event, and those behind it as long as every
 * pending one before them was released. An event that still waits has no job at all, so waiting costs nothing.
 * The caller's transaction must hold the session's row (see `lockSession`).
 */
export function* enqueueReady(
	tx: Tx,
	tools: { clock: Clock; ids: Ids },
	session: { id: string; organizationId: string }
): Step<void> {
	const { webhookEvents } = tx.t;
	const pending = yield* q(
		tx.db
			.select()
			.from(webhookEvents)
			.where(
				and(
					eq(webhookEvents.sessionId, session.id),
					eq(webhookEvents.organizationId, session.organizationId),
					eq(webhookEvents.state, 'pending')
				)
			)
			.orderBy(asc(webhookEvents.sequence))
	);
	for (const event of pending) {
		if (event.url !== null)
			yield* enqueue(tx, tools, {
				job: deliverWebhook,
				payload: { eventId: event.id },
				key: `deliver:${event.id}`,
				groupKey: endpointKey({ ...event, url: event.url }),
				ownerKey: session.organizationId
			});
		if (event.releasedAt === null) return;
	}
}
