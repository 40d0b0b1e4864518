import type { ApplicantPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { enqueue } from '$lib/server/jobs';
import { AppError } from '$lib/server/platform';
import { policyOfSession } from '../decision/policy';
import { boardOf, readBoard } from '../evidence/board';
import { findEvidence } from '../evidence/evidenceRepo';
import { requiredSlots } from '../evidence/slots';
import { finalizeSessionJob } from '../jobs/definitions';
import { loadForChange, loadSession } from '../session/load';
import { transition } from '../session/sessionMachine';
import { updateSession } from '../session/sessionRepo';

/**
 * POST …/submit: closes capture. Pictures still being read are fine, empty or refused slots are not (EVIDENCE_INCOMPLETE);
 * they are judged under the session's lock, so that an analysis which ends meanwhile counts. A back whose need shows only
 * afterwards is missed by the document_sides check. Movements that were not recorded keep nobody here: the liveness check says
 * so and a person decides. Submitting twice is submitting once.
 */
export async function submitSession(deps: Deps, applicant: ApplicantPrincipal): Promise<void> {
	const seen = await loadSession(deps, applicant, applicant.sessionId);
	if (seen.status === 'processing' || seen.status === 'completed') return;
	const policy = await policyOfSession(deps, seen);
	const { front } = await readBoard(deps, seen);
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (session.status === 'processing' || session.status === 'completed') return;
		const move = transition(session.status, 'submit');
		if (!move.ok) throw new AppError(move.code);
		const board = boardOf(yield* q(findEvidence(tx, session.organizationId, session.id)));
		const open = requiredSlots(policy, front).filter(
			(slot) => slot !== 'liveness' && board[slot].state !== 'accepted' && board[slot].state !== 'analyzing'
		);
		if (open.length > 0) throw new AppError('EVIDENCE_INCOMPLETE', { internal: open.join(',') });
		yield* q(
			updateSession(tx, session.organizationId, session.id, { status: move.status, submittedAt: deps.clock.now() })
		);
		yield* enqueue(tx, deps, {
			job: finalizeSessionJob,
			// A step that was asked for again ends capture again: that is another job, even beside a dead one.
			key: `finalizeSession:${session.id}:submit${session.requestedSlot ? `:${deps.clock.now()}` : ''}`,
			payload: { organizationId: session.organizationId, sessionId: session.id }
		});
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'applicant', id: null },
			action: 'session.submitted'
		});
	});
}
