import type { Policy } from '$lib/contract/policy';
import type { CaptureStep } from '$lib/contract/slots';
import type { Deps } from '$lib/server/deps';
import type { SessionRow } from '../session/sessionRepo';
import { readBoard } from './board';
import { nextStep } from './slots';

/** What comes next, now that something has been handed in. */
export async function stepAfter(deps: Deps, session: SessionRow, policy: Policy): Promise<CaptureStep> {
	const { front, board } = await readBoard(deps, session);
	return nextStep({ status: session.status, policy, front, board, nowMs: deps.clock.now() }).step;
}
