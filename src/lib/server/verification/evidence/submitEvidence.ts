import { createHash } from 'node:crypto';
import type { Policy } from '$lib/contract/policy';
import type { CaptureStep, EvidenceSlot, PictureSlot } from '$lib/contract/slots';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { policyOfSession } from '../decision/policy';
import { loadForChange, loadSession } from '../session/load';
import { refusalOf } from '../session/sessionMachine';
import type { SessionRow } from '../session/sessionRepo';
import { withArtifacts } from './artifacts';
import { readBoard, type SessionBoard } from './board';
import { findNewestInSlot, supersedeEarlierAttempts, type EvidenceRow } from './evidenceRepo';
import { prepareUpload } from './prepareUpload';
import { requiredSlots } from './slots';
import { stepAfter } from './stepAfter';
import { takeEvidence, type TakenEvidence } from './takeEvidence';

/** Retakes are free while capture is open, but each costs storage and a model run: far more than a person ever needs. */
const MAX_ATTEMPTS_PER_SLOT = 20;

/**
 * PUT …/evidence/{slot}: judges the bytes, stores them sealed, and hands them to the models. Slow work first, then one
 * transaction. The same bytes again (a phone that lost the answer) are accepted once.
 * @throws IMAGE_UNREADABLE, IMAGE_TYPE_UNSUPPORTED, IMAGE_QUALITY_LOW (with reasons), CONSENT_REQUIRED, SLOT_NOT_EXPECTED, SESSION_*.
 */
export async function submitEvidence(
	deps: Deps,
	applicant: ApplicantPrincipal,
	input: { slot: PictureSlot; bytes: Uint8Array }
): Promise<{ next: CaptureStep }> {
	const session = await loadSession(deps, applicant, applicant.sessionId);
	assertCapturing(session);
	const before = await readBoard(deps, session);
	const policy = await policyOfSession(deps, session);
	assertExpected(policy, before, input.slot);
	assertAsked(session, before, policy, input.slot);
	const sha256 = createHash('sha256').update(input.bytes).digest('hex');
	if (!isRepeat(before.newest[input.slot], sha256)) await storeAttempt(deps, applicant, session, input, sha256);
	return { next: await stepAfter(deps, session, policy) };
}

/** The slow part first (judge, re-encode, seal, store), then one transaction that makes it the slot's newest attempt. */
async function storeAttempt(
	deps: Deps,
	applicant: ApplicantPrincipal,
	session: SessionRow,
	input: { slot: PictureSlot; bytes: Uint8Array },
	sha256: string
): Promise<void> {
	const upload = await prepareUpload(input.slot, input.bytes);
	const evidenceId = deps.ids.uuid();
	const taken = { evidenceId, slot: input.slot, mediaType: upload.mediaType, sha256 };
	await withArtifacts(deps, session, evidenceId, upload.artifacts, (artifacts) =>
		deps.store.tx((tx) => recordAttempt(tx, deps, applicant, session, { ...taken, artifacts }))
	);
}

function* recordAttempt(
	tx: Tx,
	deps: Deps,
	applicant: ApplicantPrincipal,
	session: SessionRow,
	taken: Omit<TakenEvidence, 'attempt'>
): Step<void> {
	assertCapturing(yield* loadForChange(tx, deps, applicant, session.id));
	const [newest] = yield* q(findNewestInSlot(tx, session.organizationId, session.id, taken.slot));
	yield* q(supersedeEarlierAttempts(tx, session.organizationId, session.id, taken.slot));
	const attempt = (newest?.attempt ?? 0) + 1;
	if (attempt > MAX_ATTEMPTS_PER_SLOT) throw new AppError('SLOT_NOT_EXPECTED', { internal: 'too many attempts' });
	yield* takeEvidence(tx, deps, session, { ...taken, attempt });
}

/** @throws CONSENT_REQUIRED, SESSION_* where nothing may be handed in. */
export function assertCapturing(session: SessionRow): void {
	if (session.status !== 'capturing') throw new AppError(refusalOf(session.status));
}

/** Already stored and not refused: the answer got lost, not the picture. */
const isRepeat = (newest: EvidenceRow | undefined, sha256: string): boolean =>
	newest !== undefined && newest.sha256 === sha256 && (newest.state === 'analyzing' || newest.state === 'accepted');

/** While one step is asked for again, that one is taken, and what is missing because of it; the others stand as they were judged. */
function assertAsked(session: SessionRow, { board, front }: SessionBoard, policy: Policy, slot: PictureSlot): void {
	if (session.requestedSlot === null || session.requestedSlot === slot) return;
	const { state } = board[slot];
	const missing = state === 'empty' || state === 'refused';
	if (!missing || !requiredSlots(policy, front).includes(slot))
		throw new AppError('SLOT_NOT_EXPECTED', { internal: `asked for ${session.requestedSlot} again, not ${slot}` });
}

/** The back is taken whenever the policy does not forbid it: a person may turn the card before the front has been read. */
function assertExpected(policy: Policy, board: SessionBoard, slot: PictureSlot): void {
	const expected: EvidenceSlot[] = [...requiredSlots(policy, board.front)];
	if (policy.require.idBack !== false) expected.push('id_back');
	if (!expected.includes(slot)) throw new AppError('SLOT_NOT_EXPECTED', { internal: slot });
}
