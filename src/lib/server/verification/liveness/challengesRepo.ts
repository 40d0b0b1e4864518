import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Tx } from '$lib/server/db';

export type ChallengeRow = Tx['t']['livenessChallenges']['$inferSelect'];

export const insertChallenge = (tx: Tx, row: ChallengeRow) => tx.db.insert(tx.t.livenessChallenges).values(row);

export const findChallenge = (tx: Tx, organizationId: string, sessionId: string, id: string) =>
	tx.db
		.select()
		.from(tx.t.livenessChallenges)
		.where(
			and(
				eq(tx.t.livenessChallenges.id, id),
				eq(tx.t.livenessChallenges.sessionId, sessionId),
				eq(tx.t.livenessChallenges.organizationId, organizationId)
			)
		);

export const findChallengeOfEvidence = (tx: Tx, organizationId: string, evidenceId: string) =>
	tx.db
		.select()
		.from(tx.t.livenessChallenges)
		.where(
			and(
				eq(tx.t.livenessChallenges.evidenceId, evidenceId),
				eq(tx.t.livenessChallenges.organizationId, organizationId)
			)
		);

export const extendChallenge = (
	tx: Tx,
	organizationId: string,
	id: string,
	change: Pick<ChallengeRow, 'expiresAt' | 'extensions'>
) =>
	tx.db
		.update(tx.t.livenessChallenges)
		.set(change)
		.where(and(eq(tx.t.livenessChallenges.id, id), eq(tx.t.livenessChallenges.organizationId, organizationId)));

/** Marks it as answered, once: no row comes back where it was answered before. */
export const answerChallenge = (
	tx: Tx,
	organizationId: string,
	id: string,
	answer: { answeredAt: number; evidenceId: string; framesDigest: string }
) =>
	tx.db
		.update(tx.t.livenessChallenges)
		.set(answer)
		.where(
			and(
				eq(tx.t.livenessChallenges.id, id),
				eq(tx.t.livenessChallenges.organizationId, organizationId),
				isNull(tx.t.livenessChallenges.answeredAt)
			)
		)
		.returning();

/** Other challenges of the organization, in any session, that were answered with these very frames. */
export const findSameFrames = (tx: Tx, organizationId: string, id: string, framesDigest: string) =>
	tx.db
		.select({ id: tx.t.livenessChallenges.id })
		.from(tx.t.livenessChallenges)
		.where(
			and(
				eq(tx.t.livenessChallenges.organizationId, organizationId),
				eq(tx.t.livenessChallenges.framesDigest, framesDigest),
				ne(tx.t.livenessChallenges.id, id)
			)
		)
		.limit(1);
