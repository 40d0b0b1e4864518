import { and, count, eq, gte, inArray, isNull, ne } from 'drizzle-orm';
import type { Tx } from '$lib/server/db';

export type ChallengeRow = Tx['t']['livenessChallenges']['$inferSelect'];

type FramesOf = Pick<ChallengeRow, 'id' | 'organizationId' | 'sessionId'>;

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

export const insertFrames = (tx: Tx, of: FramesOf, digests: readonly string[]) =>
	tx.db.insert(tx.t.livenessFrames).values(
		digests.map((digest) => ({
			challengeId: of.id,
			organizationId: of.organizationId,
			sessionId: of.sessionId,
			digest
		}))
	);

/** Another challenge of the organization, in any session, that was answered with so many of these frames. */
export const findFramesInCommon = (tx: Tx, of: FramesOf, digests: readonly string[], atLeast: number) =>
	tx.db
		.select({ id: tx.t.livenessFrames.challengeId })
		.from(tx.t.livenessFrames)
		.where(
			and(
				eq(tx.t.livenessFrames.organizationId, of.organizationId),
				inArray(tx.t.livenessFrames.digest, [...digests]),
				ne(tx.t.livenessFrames.challengeId, of.id)
			)
		)
		.groupBy(tx.t.livenessFrames.challengeId)
		.having(gte(count(), atLeast))
		.limit(1);
