/** What waits for a person, oldest first. */
import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, not, or, exists, type SQL } from 'drizzle-orm';
import type { QueueRow } from '$lib/contract/reviewQueue';
import type { Environment } from '$lib/contract/slots';
import { emailsOf, authorize, type OperatorPrincipal } from '$lib/server/auth';
import type { Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError, formatCursor, parseCursor, type Position } from '$lib/server/platform';
import { findSession, type SessionRow } from '../session/sessionRepo';
import { claimIn, releaseIn } from './claims';
import { reviewRows } from './listForReview';

/** One keyset page of the queue, with who has claimed what and whose first word waits for a second. */
export async function listQueue(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { environment: Environment; mine?: boolean | undefined; cursor?: string | undefined; limit: number }
): Promise<{ sessions: QueueRow[]; nextCursor: string | null }> {
	const { verificationSessions: sessions } = deps.store.t;
	const after = input.cursor === undefined ? null : parseCursor(input.cursor);
	const rows = await deps.store.db
		.select()
		.from(sessions)
		.where(
			and(
				waiting(deps.store, operator, input.environment),
				input.mine ? eq(sessions.assigneeId, operator.userId) : undefined,
				after ? beyond(deps.store, after, 'next') : undefined
			)
		)
		.orderBy(asc(sessions.completedAt), asc(sessions.id))
		.limit(input.limit + 1);
	const page = rows.slice(0, input.limit);
	const last = rows.length > input.limit ? page.at(-1) : undefined;
	return {
		sessions: await queueRows(deps, operator, page),
		nextCursor: last ? formatCursor({ at: last.completedAt ?? 0, id: last.id }) : null
	};
}

/** How many candidates one look offers: more reviewers than that at one moment look again. */
const CANDIDATES = 5;
const LOOKS = 20;

/**
 * The next session of the queue, claimed for this person: of two who ask at the same time each gets another one. What the person
 * held at `from` is given back. Those that are assigned to this person come first, then those of nobody. Skipped are sessions that are
 * assigned to a colleague or that others are at work on, and those where this person's own first word waits.
 * @returns null at the queue's end
 */
export async function claimNext(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { environment: Environment; from?: string | undefined; direction: 'next' | 'previous' }
): Promise<{ sessionId: string } | null> {
	authorize(operator, 'review');
	const order = input.direction === 'next' ? (['mine', 'free'] as const) : (['free', 'mine'] as const);
	const start = await placeOf(deps, operator, input.from);
	for (const whose of start ? order.slice(order.indexOf(start.whose)) : order) {
		const place = start && start.whose === whose ? start.place : null;
		const claimed = await claimOne(deps, operator, { ...input, whose, place });
		if (claimed) return claimed;
	}
	return null;
}

type Whose = 'mine' | 'free';

/** Where the person stands in the queue. Null: nowhere, it begins at the start; what is being captured anew has no place in it. */
async function placeOf(
	deps: Deps,
	operator: OperatorPrincipal,
	sessionId: string | undefined
): Promise<{ whose: Whose; place: Position } | null> {
	if (sessionId === undefined) return null;
	const [from] = await findSession(deps.store, operator.organizationId, sessionId);
	if (!from) throw new AppError('NOT_FOUND');
	if (from.completedAt === null) return null;
	const whose = from.assigneeId === operator.userId ? 'mine' : 'free';
	return { whose, place: { at: from.completedAt, id: from.id } };
}

interface Wanted {
	environment: Environment;
	whose: Whose;
	place: Position | null;
	direction: 'next' | 'previous';
}

async function claimOne(
	deps: Deps,
	operator: OperatorPrincipal,
	wanted: Wanted & { from?: string | undefined }
): Promise<{ sessionId: string } | null> {
	const { from } = wanted;
	for (let look = 0; look < LOOKS; look++) {
		const candidates = await findCandidates(deps, operator, wanted);
		if (candidates.length === 0) return null;
		for (const candidate of candidates) {
			const claimed = await deps.store.tx((tx) => claimIn(tx, deps, operator, candidate.id));
			if (!claimed) continue;
			if (from !== undefined) await deps.store.tx((tx) => releaseIn(tx, operator, from));
			return { sessionId: candidate.id };
		}
	}
	return null;
}

function findCandidates(deps: Deps, operator: OperatorPrincipal, { environment, whose, place, direction }: Wanted) {
	const { db, t } = deps.store;
	const sessions = t.verificationSessions;
	const { reviewClaims: claims, reviewProposals: proposals } = t;
	const order = direction === 'next' ? asc : desc;
	const ownWord = db
		.select({ id: proposals.id })
		.from(proposals)
		.where(
			and(
				eq(proposals.sessionId, sessions.id),
				eq(proposals.organizationId, operator.organizationId),
				eq(proposals.state, 'open'),
				eq(proposals.proposedBy, operator.userId)
			)
		);
	return db
		.select({ id: sessions.id })
		.from(sessions)
		.leftJoin(claims, and(eq(claims.sessionId, sessions.id), gt(claims.expiresAt, deps.clock.now())))
		.where(
			and(
				waiting(deps.store, operator, environment),
				place ? beyond(deps.store, place, direction) : undefined,
				whose === 'mine' ? eq(sessions.assigneeId, operator.userId) : ofNobody(deps.store),
				or(isNull(claims.userId), eq(claims.userId, operator.userId)),
				not(exists(ownWord))
			)
		)
		.orderBy(order(sessions.completedAt), order(sessions.id))
		.limit(CANDIDATES);
}

/** Assigned to nobody, or to somebody who is here no more or may not decide. */
function ofNobody({ db, t: { memberships, verificationSessions: sessions } }: Pick<Tx, 'db' | 't'>): SQL | undefined {
	const reviewer = db
		.select({ userId: memberships.userId })
		.from(memberships)
		.where(
			and(
				eq(memberships.userId, sessions.assigneeId),
				eq(memberships.organizationId, sessions.organizationId),
				ne(memberships.role, 'viewer')
			)
		);
	return or(isNull(sessions.assigneeId), not(exists(reviewer)));
}

const waiting = (
	{ t: { verificationSessions: sessions } }: Pick<Tx, 't'>,
	operator: OperatorPrincipal,
	environment: Environment
) =>
	and(
		eq(sessions.organizationId, operator.organizationId),
		eq(sessions.environment, environment),
		eq(sessions.reviewStatus, 'pending_review'),
		eq(sessions.status, 'completed')
	);

function beyond(
	{ t: { verificationSessions: sessions } }: Pick<Tx, 't'>,
	{ at, id }: Position,
	direction: 'next' | 'previous'
): SQL | undefined {
	const past = direction === 'next' ? gt : lt;
	return or(past(sessions.completedAt, at), and(eq(sessions.completedAt, at), past(sessions.id, id)));
}

async function queueRows(deps: Deps, operator: OperatorPrincipal, rows: SessionRow[]): Promise<QueueRow[]> {
	if (rows.length === 0) return [];
	const ids = rows.map((row) => row.id);
	const { db, t } = deps.store;
	const { reviewClaims: claims, reviewProposals: proposals } = t;
	const held = await db
		.select()
		.from(claims)
		.where(
			and(
				inArray(claims.sessionId, ids),
				eq(claims.organizationId, operator.organizationId),
				gt(claims.expiresAt, deps.clock.now())
			)
		);
	const proposed = await db
		.select({ sessionId: proposals.sessionId, outcome: proposals.outcome, proposedBy: proposals.proposedBy })
		.from(proposals)
		.where(
			and(
				inArray(proposals.sessionId, ids),
				eq(proposals.organizationId, operator.organizationId),
				eq(proposals.state, 'open')
			)
		);
	const emails = await emailsOf(deps, [...held.map((row) => row.userId), ...proposed.map((row) => row.proposedBy)]);
	const shown = await reviewRows(deps, operator.organizationId, rows);
	return shown.map((row) => {
		const claim = held.find(({ sessionId }) => sessionId === row.sessionId);
		const proposal = proposed.find(({ sessionId }) => sessionId === row.sessionId);
		return {
			...row,
			waitingSince: row.completedAt ?? row.createdAt,
			claim: claim
				? {
						by: emails.get(claim.userId) ?? claim.userId,
						mine: claim.userId === operator.userId,
						claimedAt: claim.claimedAt,
						expiresAt: claim.expiresAt
					}
				: null,
			proposal: proposal
				? {
						outcome: proposal.outcome,
						by: emails.get(proposal.proposedBy) ?? proposal.proposedBy,
						mine: proposal.proposedBy === operator.userId
					}
				: null
		};
	});
}
