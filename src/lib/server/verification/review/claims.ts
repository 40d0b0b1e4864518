/** Who is at work on which session. A claim is a lease: it keeps others away for a while, and never longer. */
import { and, eq, gt, lte, ne, or, sql } from 'drizzle-orm';
import type { ClaimResult, ReviewClaim } from '$lib/contract/reviewQueue';
import { emailsOf, authorize, type OperatorPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { loadForChange } from '../session/load';
import { findOpenProposal } from './proposals';

/** Long enough to look closely without the page renewing it, short enough that a closed laptop holds up nobody for long. */
export const CLAIM_LEASE_MS = 10 * 60_000;

type ClaimRow = Tx['t']['reviewClaims']['$inferSelect'];

/**
 * Takes or renews the session for this person. Where somebody else has it, or nobody has to decide it, says so.
 * Whoever proposed the open decision does not hold it: it waits for another person.
 */
export async function claimSession(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string }
): Promise<ClaimResult> {
	authorize(operator, 'review');
	const row = await deps.store.tx((tx) => claimIn(tx, deps, operator, input.sessionId));
	if (row) return { claimed: true, expiresAt: row.expiresAt };
	const claim = await readClaim(deps, operator, input.sessionId);
	return { claimed: false, by: claim?.by ?? null, expiresAt: claim?.expiresAt ?? null };
}

/** The same inside a transaction; null where it could not be had. */
export function* claimIn(
	tx: Tx,
	deps: Deps,
	operator: OperatorPrincipal,
	sessionId: string
): Step<Pick<ClaimRow, 'expiresAt'> | null> {
	const session = yield* loadForChange(tx, deps, operator, sessionId);
	if (session.status !== 'completed' || session.reviewStatus !== 'pending_review') return null;
	const [proposal] = yield* q(findOpenProposal(tx, session));
	if (proposal?.proposedBy === operator.userId) return null;
	const { reviewClaims } = tx.t;
	const now = deps.clock.now();
	const expiresAt = now + CLAIM_LEASE_MS;
	const [row] = yield* q(
		tx.db
			.insert(reviewClaims)
			.values({
				sessionId: session.id,
				organizationId: session.organizationId,
				userId: operator.userId,
				claimedAt: now,
				expiresAt
			})
			.onConflictDoUpdate({
				target: reviewClaims.sessionId,
				set: {
					userId: operator.userId,
					claimedAt: sql`case when ${reviewClaims.userId} = ${operator.userId} then ${reviewClaims.claimedAt} else ${now} end`,
					expiresAt
				},
				setWhere: or(lte(reviewClaims.expiresAt, now), eq(reviewClaims.userId, operator.userId))
			})
			.returning({ expiresAt: reviewClaims.expiresAt })
	);
	return row ?? null;
}

/** Gives back what this person holds of the session. Giving back what one does not hold changes nothing. */
export async function releaseSession(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string }
): Promise<void> {
	await deps.store.tx(function* (tx) {
		yield* loadForChange(tx, deps, operator, input.sessionId);
		yield* releaseIn(tx, operator, input.sessionId);
	});
}

export function* releaseIn(tx: Tx, operator: OperatorPrincipal, sessionId: string): Step<void> {
	const { reviewClaims } = tx.t;
	yield* q(
		tx.db
			.delete(reviewClaims)
			.where(
				and(
					eq(reviewClaims.sessionId, sessionId),
					eq(reviewClaims.organizationId, operator.organizationId),
					eq(reviewClaims.userId, operator.userId)
				)
			)
	);
}

/** @throws REVIEW_CONFLICT while somebody else is at work on it */
export function* assertNotClaimedByOther(
	tx: Tx,
	deps: Deps,
	operator: OperatorPrincipal,
	sessionId: string
): Step<void> {
	const { reviewClaims } = tx.t;
	const [other] = yield* q(
		tx.db
			.select({ userId: reviewClaims.userId })
			.from(reviewClaims)
			.where(
				and(
					eq(reviewClaims.sessionId, sessionId),
					eq(reviewClaims.organizationId, operator.organizationId),
					ne(reviewClaims.userId, operator.userId),
					gt(reviewClaims.expiresAt, deps.clock.now())
				)
			)
	);
	if (other) throw new AppError('REVIEW_CONFLICT', { internal: 'claimed by another person' });
}

/** Who holds the session now; null: nobody. */
export async function readClaim(
	deps: Deps,
	operator: OperatorPrincipal,
	sessionId: string
): Promise<ReviewClaim | null> {
	const { reviewClaims } = deps.store.t;
	const [row] = await deps.store.db
		.select()
		.from(reviewClaims)
		.where(
			and(
				eq(reviewClaims.sessionId, sessionId),
				eq(reviewClaims.organizationId, operator.organizationId),
				gt(reviewClaims.expiresAt, deps.clock.now())
			)
		);
	if (!row) return null;
	const emails = await emailsOf(deps, [row.userId]);
	return {
		by: emails.get(row.userId) ?? row.userId,
		mine: row.userId === operator.userId,
		claimedAt: row.claimedAt,
		expiresAt: row.expiresAt
	};
}
