import { and, asc, eq } from 'drizzle-orm';
import { REASON_CODES } from '$lib/contract/reasonCodes';
import type { DecisionResult } from '$lib/contract/reviewQueue';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { append } from '$lib/server/webhooks';
import { sessionFields } from '../checks/fields';
import { policyOfSession } from '../decision/policy';
import { recommendation } from '../decision/recommendation';
import { wantsTwo, weigh } from '../decision/secondPerson';
import { completedPayload } from '../events/completedPayload';
import { replaceMarks } from '../find/marks';
import { loadForChange, loadSession } from '../session/load';
import { checkView, findChecks, readAnalyses } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import { updateSession, type SessionRow } from '../session/sessionRepo';
import { assertNotClaimedByOther, releaseIn } from './claims';
import { sealComment } from './comments';
import { findCorrections, withCorrections } from './corrections';
import { assertIndependent } from './independence';
import { closeProposals, findOpenProposal, insertProposal, type ProposalRow } from './proposals';
import { standsAlready } from './repeated';

export interface HumanDecision {
	sessionId: string;
	outcome: 'approved' | 'rejected';
	/** At least one when rejecting. */
	reasonCodes: string[];
	/** For colleagues, at most 10,000 characters; never sent out. */
	comment?: string | undefined;
	/** For the applicant, who reads it on the last page; at most 10,000 characters. */
	applicantComment?: string | undefined;
	/** The reviewStatus that the person saw: a decision on a stale page is refused, not lost in silence. */
	seenReviewStatus: 'none' | 'pending_review' | 'approved' | 'rejected';
	/** The end of capture that the person saw: pictures that came since have been seen by nobody. */
	seenCompletedAt?: number | null | undefined;
	/** The open proposal that the person saw; absent or null: none. */
	seenProposalId?: string | null | undefined;
}

/**
 * A person approves or rejects. The automatic decision stays beside it; `verification.completed` fires again. Where the policy
 * wants two people the first one's word is kept as a proposal, and nothing is announced until another person's word makes it one.
 * The same word of the same person again, whose first answer was lost, is answered as recorded.
 * @throws REVIEW_CONFLICT when the session is not as the person saw it, or somebody else is at work on it; VALIDATION_FAILED for a
 * rejection, or a decision against the machine's findings, without a reason; PEOPLE_NOT_INDEPENDENT for a second word that the
 * first person could have spoken, too
 */
export async function decideByPerson(
	deps: Deps,
	operator: OperatorPrincipal,
	input: HumanDecision
): Promise<DecisionResult> {
	authorize(operator, 'review');
	assertReasons(input);
	const seen = await loadSession(deps, operator, input.sessionId);
	const policy = await policyOfSession(deps, seen);
	const { documents, address } = await readAnalyses(deps, seen);
	return deps.store.tx(function* (tx): Step<DecisionResult> {
		const session = yield* loadForChange(tx, deps, operator, input.sessionId);
		const [open] = yield* q(findOpenProposal(tx, session));
		if (session.status === 'completed') {
			const standing = yield* standsAlready(tx, deps, operator, session, input, open);
			if (standing) return { state: standing };
		}
		if (session.status !== 'completed' || session.reviewStatus !== input.seenReviewStatus)
			throw new AppError('REVIEW_CONFLICT', { internal: `${session.status}/${session.reviewStatus}` });
		if (input.seenCompletedAt !== undefined && input.seenCompletedAt !== session.completedAt)
			throw new AppError('REVIEW_CONFLICT', { internal: 'captured anew since' });
		yield* assertNotClaimedByOther(tx, deps, operator, session.id);
		if ((open?.id ?? null) !== (input.seenProposalId ?? null))
			throw new AppError('REVIEW_CONFLICT', { internal: 'another proposal than the one seen' });
		const checks = (yield* q(findChecks(tx, session))).map(checkView);
		assertOverrideExplained(input, recommendation(yield* automaticOutcome(tx, session), checks));
		yield* releaseIn(tx, operator, session.id);
		const rule = policy.secondApproval ?? 'off';
		if (weigh(rule, input.outcome, operator.userId, open ?? null) === 'proposal') {
			yield* propose(tx, deps, operator, session, input);
			return { state: 'proposed' };
		}
		if (open && wantsTwo(rule, input.outcome)) yield* assertIndependent(tx, session, open.proposedBy, operator.userId);
		const decided = yield* saveDecision(tx, deps, operator, session, { ...input, open });
		const corrections = yield* findCorrections(tx, deps, session);
		yield* append(tx, deps, {
			session: decided.session,
			sessionKey: openSessionKey(deps, session),
			payload: completedPayload({
				decision: { ...decided.facts, reasons: input.reasonCodes },
				checks,
				fields: withCorrections(sessionFields(documents, address), corrections)
			})
		});
		return { state: 'decided' };
	});
}

function assertReasons(input: HumanDecision): void {
	const unknown = input.reasonCodes.find((code) => !REASON_CODES.some((known) => known === code));
	if (unknown !== undefined || (input.outcome === 'rejected' && input.reasonCodes.length === 0))
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'reasonCodes', message: 'needs known reason codes' }] });
}

/** Against what the machine found: the reason is part of the decision, not a habit of some reviewers. */
function assertOverrideExplained(input: HumanDecision, recommended: 'approved' | 'rejected' | null): void {
	if (recommended === null || recommended === input.outcome) return;
	if (input.comment?.trim() || input.reasonCodes.some((code) => code !== 'manual_review_required')) return;
	throw new AppError('VALIDATION_FAILED', {
		fields: [{ path: 'comment', message: 'says why the findings are overridden' }]
	});
}

/** What the policy itself said last. */
function* automaticOutcome(tx: Tx, session: SessionRow): Step<'approved' | 'rejected' | 'pending_review' | null> {
	const { decisions } = tx.t;
	const rows = yield* q(
		tx.db
			.select({ outcome: decisions.outcome })
			.from(decisions)
			.where(
				and(
					eq(decisions.sessionId, session.id),
					eq(decisions.organizationId, session.organizationId),
					eq(decisions.decidedBy, 'policy')
				)
			)
			.orderBy(asc(decisions.createdAt), asc(decisions.id))
	);
	return rows.at(-1)?.outcome ?? null;
}

/** Keeps the first person's word. What stood there before, their own or an outvoted one, stays on record as replaced. */
function* propose(
	tx: Tx,
	deps: Deps,
	operator: OperatorPrincipal,
	session: SessionRow,
	input: HumanDecision
): Step<void> {
	const id = deps.ids.uuid();
	const key = openSessionKey(deps, session);
	const now = deps.clock.now();
	yield* q(closeProposals(tx, session, 'replaced', now));
	yield* q(
		insertProposal(tx, {
			id,
			organizationId: session.organizationId,
			sessionId: session.id,
			outcome: input.outcome,
			reasonCodes: input.reasonCodes,
			proposedBy: operator.userId,
			state: 'open',
			commentSealed: sealComment(key, 'comment', id, input.comment),
			applicantCommentSealed: sealComment(key, 'applicantComment', id, input.applicantComment),
			createdAt: now
		})
	);
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'operator', id: operator.userId },
		action: `review.proposed_${input.outcome}`,
		targetId: id
	});
}

function* saveDecision(
	tx: Tx,
	deps: Deps,
	operator: OperatorPrincipal,
	session: SessionRow,
	input: HumanDecision & { open: ProposalRow | undefined }
) {
	const id = deps.ids.uuid();
	const key = openSessionKey(deps, session);
	const decidedAt = deps.clock.now();
	const { outcome, open } = input;
	yield* q(
		tx.db.insert(tx.t.decisions).values({
			id,
			organizationId: session.organizationId,
			sessionId: session.id,
			outcome,
			reasonCodes: input.reasonCodes,
			decidedBy: operator.userId,
			commentSealed: sealComment(key, 'comment', id, input.comment),
			applicantCommentSealed: sealComment(key, 'applicantComment', id, input.applicantComment),
			policyVersion: session.policyVersion,
			createdAt: decidedAt
		})
	);
	yield* q(closeProposals(tx, session, open?.outcome === outcome ? 'confirmed' : 'overridden', decidedAt));
	const [decided] = yield* q(updateSession(tx, session.organizationId, session.id, { reviewStatus: outcome }));
	if (!decided) throw new AppError('NOT_FOUND');
	yield* replaceMarks(tx, session, 'reason', input.reasonCodes);
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'operator', id: operator.userId },
		action: `session.${outcome}`,
		targetId: id,
		detail: { before: session.reviewStatus, ...(open && { proposal: open.id }) }
	});
	const facts = { outcome, decidedBy: operator.userId, decidedAt, policyVersion: session.policyVersion };
	return { session: decided, facts };
}
