/** Pure. How soon the page asks again. */
import type { ProgressView } from '$lib/contract/verification';

export interface PollSituation {
	progress: Pick<ProgressView, 'status' | 'step' | 'waiting'>;
	/** The server's events arrive: asking is then only a safety net. */
	listening: boolean;
	/**
	 * This device has done something since the last look. The server's events tell what changed between two looks of theirs: what this
	 * device did and another undid within one is no change to them.
	 */
	acted: boolean;
	/** Answers in a row that brought nothing new while waiting. */
	unchanged: number;
	/** Calls in a row that failed. */
	failures: number;
}

const WAITING_MS = 1000;
const WAITING_LONG_MS = 3000;
/** After this many fruitless answers the wait is a long one. */
const LONG_AFTER = 30;
const FOLLOW_MS = 4000;
const SAFETY_NET_MS = 15_000;
const MAX_FAILURE_MS = 15_000;

/** Milliseconds until the next look, or null when there is nothing more to come. */
export function nextPollMs({ progress, listening, acted, unchanged, failures }: PollSituation): number | null {
	if (hasEnded(progress)) return null;
	if (failures > 0) return Math.min(MAX_FAILURE_MS, WAITING_MS * 2 ** failures);
	if (progress.waiting || progress.step === 'processing') {
		return listening || unchanged >= LONG_AFTER ? WAITING_LONG_MS : WAITING_MS;
	}
	if (acted) return WAITING_MS;
	return listening ? SAFETY_NET_MS : FOLLOW_MS;
}

function hasEnded({ status, step }: Pick<ProgressView, 'status' | 'step'>): boolean {
	return status === 'expired' || status === 'canceled' || status === 'redacted' || step === 'result';
}
