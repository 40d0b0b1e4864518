import { and, eq, gt } from 'drizzle-orm';
import { record, type AuditEntry } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import type { SessionRow } from './sessionRepo';

/** The page reads itself again while it is open, and a viewer loads a picture twice: that is still one look. */
const ONE_LOOK_MS = 10 * 60_000;

/** Puts on record that somebody looked: at the session, or at one thing of it. Once for what happens within ten minutes. */
export async function recordLook(
	deps: Deps,
	session: Pick<SessionRow, 'id' | 'organizationId'>,
	look: Pick<AuditEntry, 'action' | 'targetId' | 'detail'> & { actor: { type: 'operator' | 'tenant'; id: string } }
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const { auditEvents } = tx.t;
		const [seen] = yield* q(
			tx.db
				.select({ id: auditEvents.id })
				.from(auditEvents)
				.where(
					and(
						eq(auditEvents.organizationId, session.organizationId),
						eq(auditEvents.sessionId, session.id),
						eq(auditEvents.action, look.action),
						eq(auditEvents.actorId, look.actor.id),
						look.targetId === undefined ? undefined : eq(auditEvents.targetId, look.targetId),
						gt(auditEvents.createdAt, deps.clock.now() - ONE_LOOK_MS)
					)
				)
				.limit(1)
		);
		if (seen) return;
		yield* record(tx, deps, { ...look, organizationId: session.organizationId, sessionId: session.id });
	});
}
