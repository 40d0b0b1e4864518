import { and, eq, isNull } from 'drizzle-orm';
import { RESUBMISSION_LIMIT, RESUBMISSION_REASONS, type AskedAgain } from '$lib/contract/reviewQueue';
import { BURST_REASONS, type ReasonCode } from '$lib/contract/reasonCodes';
import type { EvidenceSlot } from '$lib/contract/slots';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { policyOfSession } from '../decision/policy';
import { readBoard } from '../evidence/board';
import { findNewestInSlot, updateEvidence } from '../evidence/evidenceRepo';
import { requiredSlots } from '../evidence/slots';
import { replaceSecret } from '../session/link';
import { loadForChange, loadSession } from '../session/load';
import { transition } from '../session/sessionMachine';
import { openSessionKey } from '../session/sessionKey';
import { updateSession, type SessionRow } from '../session/sessionRepo';
import { assertNotClaimedByOther, releaseIn } from './claims';
import { sealComment } from './comments';
import { closeProposals } from './proposals';
import { countResubmissions } from './resubmissions';

/** A week, the longest that a session may live by the contract: whoever is asked again is not sitting there. */
const ASKED_AGAIN_LIFETIME_MS = 7 * 24 * 60 * 60_000;

export interface AskAgain {
	sessionId: string;
	slot: EvidenceSlot;
	/** What to do better, from RESUBMISSION_REASONS of the slot: the applicant's page turns it into advice. */
	reasonCodes: string[];
	comment?: string | undefined;
	applicantComment?: string | undefined;
	seenReviewStatus: 'none' | 'pending_review' | 'approved' | 'rejected';
}

/**
 * Asks the applicant for one step again: capture opens for that step alone, under a fresh link. All that was decided and sent
 * in stays on record.
 * @throws REVIEW_CONFLICT when the session is not as the person saw it or in somebody else's hands; VALIDATION_FAILED for a step that
 * the session does not need, a reason that is no advice for it, or one time too many
 */
export async function askAgain(deps: Deps, operator: OperatorPrincipal, input: AskAgain): Promise<AskedAgain> {
	authorize(operator, 'review');
	assertAdvice(input);
	const seen = await loadSession(deps, operator, input.sessionId);
	const policy = await policyOfSession(deps, seen);
	const { front } = await readBoard(deps, seen);
	if (!requiredSlots(policy, front).includes(input.slot)) refuse('slot', 'is no step of this session');
	return deps.store.tx(function* (tx): Step<AskedAgain> {
		const session = yield* loadForChange(tx, deps, operator, input.sessionId);
		const move = transition(session.status, 'reopen');
		if (!move.ok || session.reviewStatus !== 'pending_review' || input.seenReviewStatus !== 'pending_review')
			throw new AppError('REVIEW_CONFLICT', { internal: `${session.status}/${session.reviewStatus}` });
		yield* assertNotClaimedByOther(tx, deps, operator, session.id);
		const number = (yield* countResubmissions(tx, session)) + 1;
		if (number > RESUBMISSION_LIMIT) refuse('slot', `has been asked for again ${String(RESUBMISSION_LIMIT)} times`);
		const now = deps.clock.now();
		yield* reopenSlot(tx, deps, session, input);
		yield* q(closeProposals(tx, session, 'withdrawn', now));
		yield* releaseIn(tx, operator, session.id);
		const expiresAt = now + ASKED_AGAIN_LIFETIME_MS;
		yield* q(
			updateSession(tx, session.organizationId, session.id, {
				status: move.status,
				requestedSlot: input.slot,
				expiresAt,
				submittedAt: null,
				completedAt: null,
				retentionFrom: null
			})
		);
		yield* note(tx, deps, operator, session, { ...input, number });
		const link = yield* replaceSecret(tx, deps, { ...session, expiresAt }, { type: 'operator', id: operator.userId });
		return { hostedUrl: link.hostedUrl, expiresAt, number, limit: RESUBMISSION_LIMIT };
	});
}

function assertAdvice({ slot, reasonCodes }: AskAgain): void {
	const known: readonly string[] = RESUBMISSION_REASONS[slot];
	if (reasonCodes.length === 0 || reasonCodes.some((code) => !known.includes(code)))
		refuse('reasonCodes', 'needs reasons that say what to do better');
}

function refuse(path: string, message: string): never {
	throw new AppError('VALIDATION_FAILED', { fields: [{ path, message }] });
}

/** The newest attempt counts as refused, so that the step comes next; what was corrected on a document that comes anew counts no more. */
function* reopenSlot(tx: Tx, deps: Deps, session: SessionRow, { slot, reasonCodes }: AskAgain): Step<void> {
	const [newest] = yield* q(findNewestInSlot(tx, session.organizationId, session.id, slot));
	if (newest) {
		// What an earlier recording showed is weighed with the next one: asking again must not wash it off.
		const kept = slot === 'liveness' ? newest.reasonCodes.filter((code) => BURST_CODES.has(code)) : [];
		yield* q(
			updateEvidence(tx, session.organizationId, newest.id, {
				state: 'refused',
				reasonCodes: [...new Set([...reasonCodes, ...kept])]
			})
		);
	}
	if (slot === 'selfie' || slot === 'liveness') return;
	const { fieldCorrections } = tx.t;
	yield* q(
		tx.db
			.update(fieldCorrections)
			.set({ supersededAt: deps.clock.now() })
			.where(
				and(
					eq(fieldCorrections.sessionId, session.id),
					eq(fieldCorrections.organizationId, session.organizationId),
					isNull(fieldCorrections.supersededAt)
				)
			)
	);
}

const BURST_CODES = new Set<string>([...BURST_REASONS, 'virtual_camera_suspected'] satisfies ReasonCode[]);

function* note(
	tx: Tx,
	deps: Deps,
	operator: OperatorPrincipal,
	session: SessionRow,
	asked: AskAgain & { number: number }
): Step<void> {
	const id = deps.ids.uuid();
	const key = openSessionKey(deps, session);
	const { slot, number, reasonCodes } = asked;
	yield* q(
		tx.db.insert(tx.t.resubmissions).values({
			id,
			organizationId: session.organizationId,
			sessionId: session.id,
			...{ slot, number, reasonCodes },
			requestedBy: operator.userId,
			commentSealed: sealComment(key, 'comment', id, asked.comment),
			applicantCommentSealed: sealComment(key, 'applicantComment', id, asked.applicantComment),
			createdAt: deps.clock.now()
		})
	);
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'operator', id: operator.userId },
		action: 'session.asked_again',
		targetId: id,
		detail: { slot, number, reasons: reasonCodes }
	});
}
