import { and, eq, sql } from 'drizzle-orm';
import { q, type Tx } from '$lib/server/db';
import type { AuditActorType, AuditDetail } from '$lib/server/db/schema/types';
import type { Clock, Ids } from '$lib/server/platform';

export interface AuditEntry {
	organizationId: string;
	sessionId?: string;
	actor: { type: AuditActorType; id: string | null };
	/** `<noun>.<past participle>`, e.g. `session.created`, `api_key.revoked`. */
	action: string;
	targetId?: string;
	/** Ids, codes and numbers; never a name, a number of a document, a secret. */
	detail?: AuditDetail;
}

/** Appends who did what, in the transaction of the deed itself: neither exists without the other. */
export function* record(tx: Tx, deps: { clock: Clock; ids: Ids }, entry: AuditEntry) {
	const createdAt = deps.clock.now();
	const { auditEvents, auditWaiting } = tx.t;
	const id = deps.ids.uuid();
	// One look at the end of an index. SQLite writes one transaction after the other; in PostgreSQL two that run at once may share a
	// number, and then nobody can say which came first.
	const before = tx.db
		.select({ last: sql`coalesce(max(${auditEvents.sequence}), 0) + 1` })
		.from(auditEvents)
		.where(and(eq(auditEvents.organizationId, entry.organizationId), eq(auditEvents.createdAt, createdAt)));
	yield* q(
		tx.db.insert(auditEvents).values({
			id,
			organizationId: entry.organizationId,
			sessionId: entry.sessionId ?? null,
			actorType: entry.actor.type,
			actorId: entry.actor.id,
			action: entry.action,
			targetId: entry.targetId ?? null,
			detail: entry.detail ?? {},
			createdAt,
			sequence: sql`(${before})`
		})
	);
	const written = tx.db
		.select({ createdAt: auditEvents.createdAt, sequence: auditEvents.sequence, eventId: auditEvents.id })
		.from(auditEvents)
		.where(eq(auditEvents.id, id));
	yield* q(tx.db.insert(auditWaiting).select(written));
}
