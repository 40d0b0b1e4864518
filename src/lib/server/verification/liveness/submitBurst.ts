import { createHash } from 'node:crypto';
import type { LivenessBurst } from '$lib/contract/liveness';
import { LIVENESS_BURST, type CaptureStep } from '$lib/contract/slots';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { sniffFile } from '$lib/server/vision/image';
import { policyOfSession } from '../decision/policy';
import { withArtifacts, type NewArtifact } from '../evidence/artifacts';
import { findNewestInSlot, supersedeEarlierAttempts } from '../evidence/evidenceRepo';
import { stepAfter } from '../evidence/stepAfter';
import { assertCapturing } from '../evidence/submitEvidence';
import { takeEvidence, type TakenEvidence } from '../evidence/takeEvidence';
import { loadForChange } from '../session/load';
import type { SessionRow } from '../session/sessionRepo';
import { BURST_MEDIA_TYPE, packBurst } from './burstFile';
import { assertSigned, challengeId } from './challengeToken';
import { answerChallenge, findChallenge, findFramesInCommon, insertFrames, type ChallengeRow } from './challengesRepo';
import { openForLiveness } from './createChallenge';

/** So many frames of another recording are no chance. One or two could be, e.g. from a covered camera that gives black ones. */
const REPLAYED_FRAMES = 3;

export interface BurstInput {
	burst: LivenessBurst;
	/** JPEG bytes, as many as `burst.frames` and in their order. */
	frames: Uint8Array[];
}

/**
 * PUT …/liveness/frames: takes the one burst that answers a challenge, stores it sealed, and hands it to the models. The same
 * frames again for the same challenge (a phone that lost the answer) are accepted once.
 * @throws LIVENESS_CHALLENGE_INVALID, _USED, _EXPIRED, VALIDATION_FAILED, IMAGE_TYPE_UNSUPPORTED, PAYLOAD_TOO_LARGE, CONSENT_REQUIRED, SLOT_NOT_EXPECTED, SESSION_*
 */
export async function submitBurst(
	deps: Deps,
	applicant: ApplicantPrincipal,
	input: BurstInput
): Promise<{ next: CaptureStep }> {
	const { session } = await openForLiveness(deps, applicant);
	const challenge = await readChallenge(deps, session, input.burst.challenge);
	const digests = digestsOf(input.frames);
	const digest = digestOf(digests);
	if (challenge.answeredAt !== null && challenge.framesDigest !== digest) throw new AppError('LIVENESS_CHALLENGE_USED');
	if (challenge.answeredAt === null) {
		if (challenge.expiresAt <= deps.clock.now()) throw new AppError('LIVENESS_CHALLENGE_EXPIRED');
		assertShape(input, challenge.actions.length);
		await storeBurst(deps, applicant, session, challenge, input, digests);
	}
	return { next: await stepAfter(deps, session, await policyOfSession(deps, session)) };
}

/** The row that a token stands for, signed by us for this session. */
async function readChallenge(deps: Deps, session: SessionRow, token: string): Promise<ChallengeRow> {
	const [row] = await findChallenge(deps.store, session.organizationId, session.id, challengeId(token));
	assertSigned(deps.keyring, row, token);
	return row;
}

/** Of each frame alone: the same pictures are known again whatever is said about them. Cameras have noise, so no two are alike. */
const digestsOf = (frames: readonly Uint8Array[]): string[] =>
	frames.map((frame) => createHash('sha256').update(frame).digest('hex').slice(0, 32));

const digestOf = (digests: readonly string[]): string => createHash('sha256').update(digests.join()).digest('hex');

/** As many frames as times, every step in turn and long enough to be judged, nothing but JPEG. */
function assertShape({ burst, frames }: BurstInput, actions: number): void {
	const refuse = (message: string): never => {
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'frames', message }] });
	};
	if (frames.length !== burst.frames.length) refuse('has not as many pictures as times');
	const steps = burst.frames.map(({ step }) => step);
	if (steps.some((step, index) => step < (steps[index - 1] ?? 0) || step > actions)) refuse('has steps out of order');
	for (let step = 0; step <= actions; step++)
		if (steps.filter((own) => own === step).length < LIVENESS_BURST.minStepFrames)
			refuse(`needs at least ${String(LIVENESS_BURST.minStepFrames)} frames of step ${String(step)}`);
	for (const frame of frames) {
		if (frame.length > LIVENESS_BURST.maxFrameBytes) throw new AppError('PAYLOAD_TOO_LARGE');
		if (sniffFile(frame) !== 'jpeg') throw new AppError('IMAGE_TYPE_UNSUPPORTED');
	}
}

async function storeBurst(
	deps: Deps,
	applicant: ApplicantPrincipal,
	session: SessionRow,
	challenge: ChallengeRow,
	{ burst, frames }: BurstInput,
	digests: readonly string[]
): Promise<void> {
	const evidenceId = deps.ids.uuid();
	const own = [...new Set(digests)];
	const replayed = (await findFramesInCommon(deps.store, challenge, own, REPLAYED_FRAMES)).length > 0;
	const bytes = packBurst({ times: burst.frames, camera: burst.camera ?? null, replayed, frames });
	const artifact: NewArtifact = {
		kind: 'original',
		slot: 'liveness',
		mediaType: BURST_MEDIA_TYPE,
		width: null,
		height: null,
		bytes
	};
	const taken = { evidenceId, slot: 'liveness', mediaType: BURST_MEDIA_TYPE, sha256: digestOf(digests) } as const;
	await withArtifacts(deps, session, evidenceId, [artifact], (artifacts) =>
		deps.store.tx((tx) => recordAttempt(tx, deps, applicant, session, challenge, own, { ...taken, artifacts }))
	);
}

function* recordAttempt(
	tx: Tx,
	deps: Deps,
	applicant: ApplicantPrincipal,
	session: SessionRow,
	challenge: ChallengeRow,
	own: readonly string[],
	taken: Omit<TakenEvidence, 'attempt'>
): Step<void> {
	const { organizationId } = session;
	assertCapturing(yield* loadForChange(tx, deps, applicant, session.id));
	const answer = { answeredAt: deps.clock.now(), evidenceId: taken.evidenceId, framesDigest: taken.sha256 };
	const [answered] = yield* q(answerChallenge(tx, organizationId, challenge.id, answer));
	if (!answered) throw new AppError('LIVENESS_CHALLENGE_USED');
	yield* q(insertFrames(tx, challenge, own));
	const [newest] = yield* q(findNewestInSlot(tx, organizationId, session.id, 'liveness'));
	// Accepted, or taken as it is after the last attempt: no more is asked for, and none is taken.
	if (newest?.state === 'accepted') throw new AppError('SLOT_NOT_EXPECTED', { internal: 'liveness is answered' });
	if (newest?.state === 'analyzing') yield* q(supersedeEarlierAttempts(tx, organizationId, session.id, 'liveness'));
	yield* takeEvidence(tx, deps, session, { ...taken, attempt: (newest?.attempt ?? 0) + 1 });
}
