import type { LivenessChallengeInput, LivenessChallengeOutput } from '$lib/contract/liveness';
import { CHALLENGE_LIFE_MS, livenessAttemptsLeft } from '$lib/contract/slots';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { policyOfSession } from '../decision/policy';
import { readBoard, type SessionBoard } from '../evidence/board';
import { assertCapturing } from '../evidence/submitEvidence';
import { loadSession } from '../session/load';
import type { SessionRow } from '../session/sessionRepo';
import { assertSigned, challengeId, signChallenge } from './challengeToken';
import { extendChallenge, findChallenge, insertChallenge, type ChallengeRow } from './challengesRepo';
import { pickActions } from './pickActions';

/** WCAG 2.2, 2.2.1: a time limit can be extended at least ten times. */
const MAX_EXTENSIONS = 10;

/**
 * POST …/liveness/challenge: fresh random instructions, or more time for those that were given. Asking costs no attempt.
 * @throws CONSENT_REQUIRED, SLOT_NOT_EXPECTED, SESSION_*, LIVENESS_CHALLENGE_INVALID, _USED, _EXPIRED (for `extend`)
 */
export async function createChallenge(
	deps: Deps,
	applicant: ApplicantPrincipal,
	input: LivenessChallengeInput
): Promise<LivenessChallengeOutput> {
	const { session, board } = await openForLiveness(deps, applicant);
	const row = input.extend
		? await extend(deps, session, input.extend)
		: await insert(deps, session, pickActions(deps.ids.bytes(4)));
	const before = board.board.liveness.attempt;
	return {
		ok: true,
		challenge: signChallenge(deps.keyring, row),
		actions: row.actions,
		expiresAt: new Date(row.expiresAt).toISOString(),
		attempt: before + 1,
		attemptsLeft: livenessAttemptsLeft(before)
	};
}

/** The session, where it may take a recording now. */
export async function openForLiveness(
	deps: Deps,
	applicant: ApplicantPrincipal
): Promise<{ session: SessionRow; board: SessionBoard }> {
	const session = await loadSession(deps, applicant, applicant.sessionId);
	assertCapturing(session);
	const policy = await policyOfSession(deps, session);
	if (!policy.require.liveness) throw new AppError('SLOT_NOT_EXPECTED', { internal: 'liveness is not required' });
	return { session, board: await readBoard(deps, session) };
}

async function insert(deps: Deps, session: SessionRow, actions: ChallengeRow['actions']): Promise<ChallengeRow> {
	const now = deps.clock.now();
	const row: ChallengeRow = {
		id: deps.ids.uuid(),
		organizationId: session.organizationId,
		sessionId: session.id,
		actions,
		createdAt: now,
		expiresAt: now + CHALLENGE_LIFE_MS,
		extensions: 0,
		answeredAt: null,
		evidenceId: null,
		framesDigest: null
	};
	await insertChallenge(deps.store, row);
	return row;
}

async function extend(deps: Deps, session: SessionRow, token: string): Promise<ChallengeRow> {
	return deps.store.tx(function* (tx) {
		const [row] = yield* q(findChallenge(tx, session.organizationId, session.id, challengeId(token)));
		assertSigned(deps.keyring, row, token);
		if (row.answeredAt !== null) throw new AppError('LIVENESS_CHALLENGE_USED');
		const now = deps.clock.now();
		if (row.expiresAt <= now || row.extensions >= MAX_EXTENSIONS) throw new AppError('LIVENESS_CHALLENGE_EXPIRED');
		const change = { expiresAt: row.expiresAt + CHALLENGE_LIFE_MS, extensions: row.extensions + 1 };
		yield* q(extendChallenge(tx, session.organizationId, row.id, change));
		return { ...row, ...change };
	});
}
