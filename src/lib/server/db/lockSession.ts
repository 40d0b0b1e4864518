import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from './store';

/**
 * Takes a session's row for the rest of the transaction, in both databases, by a write that changes nothing; answers with the row,
 * or with none where the organization has no such session. Whoever changes the session, or appends to or delivers from it, waits.
 */
export const lockSession = (tx: Tx, organizationId: string, id: string) =>
	tx.db
		.update(tx.t.verificationSessions)
		.set({ sequence: sql`${tx.t.verificationSessions.sequence}` })
		.where(and(eq(tx.t.verificationSessions.id, id), eq(tx.t.verificationSessions.organizationId, organizationId)))
		.returning();
