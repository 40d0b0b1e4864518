import { RESUBMISSION_LIMIT, type ReviewStanding } from '$lib/contract/reviewQueue';
import { FIELD_NAMES } from '$lib/contract/slots';
import { emailsOf, type OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { sessionFields } from '../checks/fields';
import { policyOfSession } from '../decision/policy';
import { recommendation } from '../decision/recommendation';
import { readBoard } from '../evidence/board';
import { requiredSlots } from '../evidence/slots';
import { loadSession } from '../session/load';
import { recordLook } from '../session/recordLook';
import { findDecisions, readAnalyses, readChecks } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { readClaim } from './claims';
import { openComment } from './comments';
import { correctionViews, readCorrections, withCorrections } from './corrections';
import { findProposals } from './proposals';
import { findResubmissions } from './resubmissions';

/** Where the review of one session stands. It holds what people wrote and corrected: that a person looked is recorded. */
export async function readStanding(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string }
): Promise<ReviewStanding> {
	const session = await loadSession(deps, operator, input.sessionId);
	await recordLook(deps, session, { actor: { type: 'operator', id: operator.userId }, action: 'session.viewed' });
	const key = session.wrappedKey ? openSessionKey(deps, session) : null;
	const decisions = await findDecisions(deps.store, session);
	const proposals = await findProposals(deps.store, session);
	const corrections = await readCorrections(deps, session);
	const resubmissions = await findResubmissions(deps.store, session);
	const emails = await emailsOf(deps, [
		...decisions.map((row) => row.decidedBy),
		...proposals.map((row) => row.proposedBy),
		...corrections.map((row) => row.correctedBy),
		...resubmissions.map((row) => row.requestedBy)
	]);
	const nameOf = (id: string) => emails.get(id) ?? id;
	const automatic = decisions.find((row) => row.decidedBy === 'policy');
	const { documents, address } = await readAnalyses(deps, session);
	const fields = withCorrections(sessionFields(documents, address), corrections);
	const policy = await policyOfSession(deps, session);
	const [newest] = decisions;
	return {
		status: session.status,
		reviewStatus: session.reviewStatus,
		completedAt: session.completedAt,
		decided: newest ? { outcome: newest.outcome, by: nameOf(newest.decidedBy), at: newest.createdAt } : null,
		recommendation: recommendation(automatic?.outcome ?? null, await readChecks(deps.store, session)),
		secondApproval: policy.secondApproval ?? 'off',
		claim: await readClaim(deps, operator, session.id),
		proposals: proposals.map((row) => ({
			...{ id: row.id, outcome: row.outcome, reasonCodes: row.reasonCodes, state: row.state },
			by: nameOf(row.proposedBy),
			mine: row.proposedBy === operator.userId,
			comment: openComment(key, 'comment', row.id, row.commentSealed),
			applicantComment: openComment(key, 'applicantComment', row.id, row.applicantCommentSealed),
			createdAt: row.createdAt
		})),
		corrections: correctionViews(corrections, nameOf),
		fields: FIELD_NAMES.flatMap((name) => {
			const field = fields[name];
			return field ? [{ name, value: field.value, source: field.source }] : [];
		}),
		resubmissions: resubmissions.map((row) => ({
			...{ slot: row.slot, number: row.number, reasonCodes: row.reasonCodes, createdAt: row.createdAt },
			by: nameOf(row.requestedBy),
			comment: openComment(key, 'comment', row.id, row.commentSealed),
			applicantComment: openComment(key, 'applicantComment', row.id, row.applicantCommentSealed)
		})),
		askable: await askable(deps, session, resubmissions.length)
	};
}

async function askable(deps: Deps, session: SessionRow, times: number): Promise<ReviewStanding['askable']> {
	const open = session.status === 'completed' && session.reviewStatus === 'pending_review';
	if (!open || times >= RESUBMISSION_LIMIT) return [];
	const { front } = await readBoard(deps, session);
	return requiredSlots(await policyOfSession(deps, session), front);
}
