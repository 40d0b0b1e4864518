import type { LivenessAlternativeInput } from '$lib/contract/liveness';
import type { CaptureStep } from '$lib/contract/slots';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { policyOfSession } from '../decision/policy';
import { findNewestInSlot, insertEvidence } from '../evidence/evidenceRepo';
import { stepAfter } from '../evidence/stepAfter';
import { assertCapturing } from '../evidence/submitEvidence';
import { loadForChange } from '../session/load';
import { openForLiveness } from './createChallenge';

/** Media type of an answer without a recording. */
const NO_RECORDING = 'application/vnd.idbeyond.none';

/**
 * POST …/liveness/alternative: for whoever cannot move as asked, has no camera, or does not want to be recorded. The step is
 * done, the liveness check ends as inconclusive, and a person decides. The reason is one word of two, never a diagnosis.
 * @throws CONSENT_REQUIRED, SLOT_NOT_EXPECTED, SESSION_*
 */
export async function takeAlternative(
	deps: Deps,
	applicant: ApplicantPrincipal,
	input: LivenessAlternativeInput
): Promise<{ next: CaptureStep }> {
	const { session } = await openForLiveness(deps, applicant);
	const { organizationId } = session;
	await deps.store.tx(function* (tx) {
		assertCapturing(yield* loadForChange(tx, deps, applicant, session.id));
		const [newest] = yield* q(findNewestInSlot(tx, organizationId, session.id, 'liveness'));
		// A recording that is accepted or being read stands; asking twice is asking once.
		if (newest?.state === 'accepted' || newest?.state === 'analyzing') return;
		const evidenceId = deps.ids.uuid();
		const now = deps.clock.now();
		yield* q(
			insertEvidence(tx, {
				id: evidenceId,
				organizationId,
				sessionId: session.id,
				slot: 'liveness',
				attempt: (newest?.attempt ?? 0) + 1,
				state: 'accepted',
				mediaType: NO_RECORDING,
				sha256: '',
				reasonCodes: ['liveness_alternative'],
				createdAt: now,
				analyzedAt: now
			})
		);
		yield* record(tx, deps, {
			organizationId,
			sessionId: session.id,
			actor: { type: 'applicant', id: null },
			action: 'liveness.alternative',
			targetId: evidenceId,
			detail: { reason: input.reason }
		});
	});
	return { next: await stepAfter(deps, session, await policyOfSession(deps, session)) };
}
