/** One query a function; each returns a builder to `await`, or to `yield* q(…)` inside a transaction. */
import { and, eq, inArray, lte } from 'drizzle-orm';
import type { Tx } from '$lib/server/db';

export type SessionRow = Tx['t']['verificationSessions']['$inferSelect'];
export type NewSessionRow = Tx['t']['verificationSessions']['$inferInsert'];

export const insertSession = (tx: Tx, row: NewSessionRow) => tx.db.insert(tx.t.verificationSessions).values(row);

export const findSession = (tx: Tx, organizationId: string, id: string) =>
	tx.db
		.select()
		.from(tx.t.verificationSessions)
		.where(and(eq(tx.t.verificationSessions.id, id), eq(tx.t.verificationSessions.organizationId, organizationId)));

export const updateSession = (tx: Tx, organizationId: string, id: string, change: Partial<NewSessionRow>) =>
	tx.db
		.update(tx.t.verificationSessions)
		.set(change)
		.where(and(eq(tx.t.verificationSessions.id, id), eq(tx.t.verificationSessions.organizationId, organizationId)))
		.returning();

/** Unfinished sessions of every tenant whose time has passed; for the sweep alone. */
export const findOverdueSessions = (tx: Tx, nowMs: number, limit: number) =>
	tx.db
		.select({ id: tx.t.verificationSessions.id, organizationId: tx.t.verificationSessions.organizationId })
		.from(tx.t.verificationSessions)
		.where(
			and(
				inArray(tx.t.verificationSessions.status, ['created', 'capturing']),
				lte(tx.t.verificationSessions.expiresAt, nowMs)
			)
		)
		.limit(limit);
