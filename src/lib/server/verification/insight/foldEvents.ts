import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { AuditRow } from '$lib/server/audit';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { addCounts, type Counted } from './addCounts';
import { countEvent, onceKind, type Known } from './countEvent';

/** Links that one transaction counts. */
const BATCH = 500;
const CURSOR = 'audit';
const ONCE_ACTIONS = ['evidence.submitted', 'liveness.alternative', 'evidence.analyzed', 'session.submitted'];

/**
 * Counts what the audit chain has taken up since the last time, each event once: counters and place are written in one transaction.
 * The chain holds every deed in one order and outlives redaction, so nothing else has to be kept to count by.
 * @param batches the most that one call does; the worker does all
 * @returns how many links were passed
 */
export async function foldEvents(deps: { store: Store }, batches = Infinity): Promise<number> {
	let passed = 0;
	for (let batch = 0; batch < batches; batch++) {
		const count = await deps.store.tx(foldBatch);
		passed += count;
		if (count < BATCH) break;
	}
	return passed;
}

function* foldBatch(tx: Tx): Step<number> {
	const { auditEvents, auditLinks, insightCursors: cursors, verificationSessions: sessions } = tx.t;
	yield* q(tx.db.insert(cursors).values({ name: CURSOR, position: 0 }).onConflictDoNothing());
	// A write that changes nothing takes the row: of two that count at once, the second begins where the first ended.
	const own = eq(cursors.name, CURSOR);
	const [cursor] = yield* q(
		tx.db
			.update(cursors)
			.set({ position: sql`${cursors.position}` })
			.where(own)
			.returning()
	);
	const rows = yield* q(
		tx.db
			.select({
				position: auditLinks.position,
				event: auditEvents,
				session: {
					id: sessions.id,
					organizationId: sessions.organizationId,
					environment: sessions.environment,
					createdAt: sessions.createdAt,
					submittedAt: sessions.submittedAt,
					issuingState: sessions.issuingState
				}
			})
			.from(auditLinks)
			.leftJoin(auditEvents, eq(auditEvents.id, auditLinks.eventId))
			.leftJoin(
				sessions,
				and(eq(sessions.id, auditEvents.sessionId), eq(sessions.organizationId, auditEvents.organizationId))
			)
			.where(gt(auditLinks.position, cursor?.position ?? 0))
			.orderBy(asc(auditLinks.position))
			.limit(BATCH)
	);
	const last = rows.at(-1);
	if (!last) return 0;
	const ids = [...new Set(rows.flatMap(({ session }) => session?.id ?? []))];
	const about = ids.length > 0 ? yield* readAbout(tx, ids) : null;
	const counted = rows.flatMap(({ event, session }): Counted[] =>
		event && session && about
			? countEvent(event, { ...about(event, session.id), session }).map((count) => ({
					...{ organizationId: session.organizationId, environment: session.environment, createdAt: session.createdAt },
					...count
				}))
			: []
	);
	yield* addCounts(tx, counted);
	yield* q(tx.db.update(cursors).set({ position: last.position }).where(own));
	return rows.length;
}

/** What else must be known of these sessions. The ids are those of the events' own organizations. */
function* readAbout(tx: Tx, ids: string[]): Step<(event: AuditRow, sessionId: string) => Omit<Known, 'session'>> {
	const { auditEvents, consents, decisions, reviewProposals: proposals } = tx.t;
	const told = yield* q(
		tx.db
			.select({
				...{ id: auditEvents.id, sessionId: auditEvents.sessionId, action: auditEvents.action },
				detail: auditEvents.detail
			})
			.from(auditEvents)
			.where(and(inArray(auditEvents.sessionId, ids), inArray(auditEvents.action, ONCE_ACTIONS)))
			.orderBy(asc(auditEvents.createdAt), asc(auditEvents.sequence), asc(auditEvents.id))
	);
	const given = yield* q(tx.db.select().from(consents).where(inArray(consents.sessionId, ids)));
	const decided = yield* q(
		tx.db
			.select()
			.from(decisions)
			.where(inArray(decisions.sessionId, ids))
			.orderBy(asc(decisions.createdAt), asc(decisions.id))
	);
	const proposed = yield* q(
		tx.db
			.select({ id: proposals.id, outcome: proposals.outcome })
			.from(proposals)
			.where(inArray(proposals.sessionId, ids))
	);
	const firsts = new Map<string, string>();
	for (const row of told) {
		const kind = `${row.sessionId} ${onceKind(row)}`;
		if (!firsts.has(kind)) firsts.set(kind, row.id);
	}
	return (event, sessionId) => {
		const consent = given.find((row) => row.sessionId === sessionId);
		const word = proposed.find(({ id }) => id === event.detail.proposal);
		return {
			decisions: decided.filter((row) => row.sessionId === sessionId),
			device: consent?.device ?? null,
			browser: consent?.browser ?? null,
			first: firsts.get(`${sessionId} ${onceKind(event)}`) === event.id,
			proposed: word?.outcome ?? null
		};
	};
}
