/** The rows that sessions are found by. Each query answers a builder to `await`, or to `yield* q(…)` inside a transaction. */
import { and, eq, inArray } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';
import type { MarkKind } from '$lib/server/db/schema/types';
import type { SessionRow } from '../session/sessionRepo';

type Marked = Pick<SessionRow, 'id' | 'organizationId' | 'environment' | 'createdAt'>;

/** Adds what is not there yet. */
export function* addMarks(tx: Tx, session: Marked, kind: MarkKind, values: readonly string[]): Step<void> {
	if (values.length === 0) return;
	yield* q(
		tx.db
			.insert(tx.t.sessionMarks)
			.values(
				[...new Set(values)].map((value) => ({
					organizationId: session.organizationId,
					environment: session.environment,
					kind,
					value,
					createdAt: session.createdAt,
					sessionId: session.id
				}))
			)
			.onConflictDoNothing()
	);
}

/** From now on these and no others of this kind. */
export function* replaceMarks(tx: Tx, session: Marked, kind: MarkKind, values: readonly string[]): Step<void> {
	yield* q(tx.db.delete(tx.t.sessionMarks).where(and(ofSession(tx, session), eq(tx.t.sessionMarks.kind, kind))));
	yield* addMarks(tx, session, kind, values);
}

export const removeMarks = (tx: Tx, session: Marked, kind: MarkKind, values: readonly string[]) =>
	tx.db
		.delete(tx.t.sessionMarks)
		.where(
			and(ofSession(tx, session), eq(tx.t.sessionMarks.kind, kind), inArray(tx.t.sessionMarks.value, [...values]))
		);

/** By the session alone: with the organization beside it SQLite would walk through all of the organization's marks. */
const ofSession = (tx: Tx, session: Marked) => eq(tx.t.sessionMarks.sessionId, session.id);
