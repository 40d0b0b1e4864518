import { REASON_CODES } from '$lib/contract/reasonCodes';
import type { OperatorPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError, seal } from '$lib/server/platform';
import { append } from '$lib/server/webhooks';
import { sessionFields } from '../checks/fields';
import { completedPayload } from '../events/completedPayload';
import { replaceMarks } from '../find/marks';
import { loadForChange, loadSession } from '../session/load';
import { checkView, findChecks, readAnalyses } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import { updateSession } from '../session/sessionRepo';

export interface HumanDecision {
	sessionId: string;
	outcome: 'approved' | 'rejected';
	/** At least one when rejecting. */
	reasonCodes: string[];
	/** For colleagues, at most 10,000 characters; never sent out. */
	comment?: string | undefined;
	/** The reviewStatus that the person saw: a decision on a stale page is refused, not lost in silence. */
	seenReviewStatus: 'none' | 'pending_review' | 'approved' | 'rejected';
}

/** A person approves or rejects. The automatic decision stays beside it; `verification.completed` fires again. */
export async function decideByPerson(deps: Deps, operator: OperatorPrincipal, input: HumanDecision): Promise<void> {
	if (operator.role === 'viewer') throw new AppError('ROLE_INSUFFICIENT');
	const unknown = input.reasonCodes.find((code) => !REASON_CODES.some((known) => known === code));
	if (unknown !== undefined || (input.outcome === 'rejected' && input.reasonCodes.length === 0))
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'reasonCodes', message: 'needs known reason codes' }] });
	const { documents, address } = await readAnalyses(deps, await loadSession(deps, operator, input.sessionId));
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, operator, input.sessionId);
		if (session.status !== 'completed' || session.reviewStatus !== input.seenReviewStatus)
			throw new AppError('REVIEW_CONFLICT', { internal: `${session.status}/${session.reviewStatus}` });
		const key = openSessionKey(deps, session);
		const id = deps.ids.uuid();
		const decidedAt = deps.clock.now();
		yield* q(
			tx.db.insert(tx.t.decisions).values({
				id,
				organizationId: session.organizationId,
				sessionId: session.id,
				outcome: input.outcome,
				reasonCodes: input.reasonCodes,
				decidedBy: operator.userId,
				commentSealed: input.comment ? seal(key, Buffer.from(input.comment, 'utf8'), `comment|${id}`) : null,
				policyVersion: session.policyVersion,
				createdAt: decidedAt
			})
		);
		const [decided] = yield* q(updateSession(tx, session.organizationId, session.id, { reviewStatus: input.outcome }));
		if (!decided) throw new AppError('NOT_FOUND');
		yield* replaceMarks(tx, session, 'reason', input.reasonCodes);
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'operator', id: operator.userId },
			action: `session.${input.outcome}`,
			targetId: id,
			detail: { before: session.reviewStatus }
		});
		const checks = yield* q(findChecks(tx, session));
		yield* append(tx, deps, {
			session: decided,
			sessionKey: key,
			payload: completedPayload({
				decision: {
					outcome: input.outcome,
					reasons: input.reasonCodes,
					decidedBy: operator.userId,
					decidedAt,
					policyVersion: session.policyVersion
				},
				checks: checks.map(checkView),
				fields: sessionFields(documents, address)
			})
		});
	});
}
