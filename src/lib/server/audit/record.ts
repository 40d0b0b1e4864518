import { and, eq, sql } from 'drizzle-orm';
import { prepared, q, type Tx } from '$lib/server/db';
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
	const id = deps.ids.uuid();
	yield* q(
		insertEvent(tx, {
			id,
			organizationId: entry.organizationId,
			sessionId: entry.sessionId ?? null,
			actorType: entry.actor.type,
			actorId: entry.actor.id,
			action: entry.action,
			targetId: entry.targetId ?? null,
			detail: entry.detail ?? {},
			createdAt: deps.clock.now()
		})
	);
	yield* q(letWait(tx, { id }));
}

type NewEvent = Required<Omit<Tx['t']['auditEvents']['$inferInsert'], 'sequence'>>;

const insertEvent = prepared(({ db, t: { auditEvents } }, event: NewEvent) => {
	// One look at the end of an index. SQLite writes one transaction after the other; in PostgreSQL two that run at once may share a
	// number, and then nobody can say which came first.
	const next = db
		.select({ sequence: sql`coalesce(max(${auditEvents.sequence}), 0) + 1` })
		.from(auditEvents)
		.where(and(eq(auditEvents.organizationId, event.organizationId), eq(auditEvents.createdAt, event.createdAt)));
	return db.insert(auditEvents).values({
		id: event.id,
		organizationId: event.organizationId,
		sessionId: event.sessionId,
		actorType: event.actorType,
		actorId: event.actorId,
		action: event.action,
		targetId: event.targetId,
		detail: event.detail,
		createdAt: event.createdAt,
		sequence: sql`(${next})`
	});
});

/** Until the chain takes it up. */
const letWait = prepared(({ db, t: { auditEvents, auditWaiting } }, event: { id: string }) =>
	db
		.insert(auditWaiting)
		.select(
			db
				.select({ createdAt: auditEvents.createdAt, sequence: auditEvents.sequence, eventId: auditEvents.id })
				.from(auditEvents)
				.where(eq(auditEvents.id, event.id))
		)
);
