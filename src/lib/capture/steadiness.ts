/** Pure. Turns a run of advices into one calm line of words and a shutter that falls when all has been good for long enough. */
import type { FrameAdvice } from './frameQuality';

export interface Steadiness {
	/** What is shown now. */
	advice: FrameAdvice;
	/** When `advice` last changed, in ms. */
	advisedAt: number;
	/** Since when every frame was good, in ms; null while one was not. */
	goodSince: number | null;
	/** 0 … 1; at 1 the shutter falls. */
	held: number;
}

/** Words that change faster cannot be read (at most twice a second). */
const MIN_ADVICE_MS = 500;

export const START: Steadiness = { advice: 'not_in_frame', advisedAt: -Infinity, goodSince: null, held: 0 };

/** The next state after one more frame at `nowMs`; `holdMs` is how long a good view must last. */
export function steady(before: Steadiness, advice: FrameAdvice, nowMs: number, holdMs: number): Steadiness {
	const goodSince = advice === 'good' ? (before.goodSince ?? nowMs) : null;
	const held = goodSince === null ? 0 : Math.min(1, (nowMs - goodSince) / holdMs);
	const change = advice !== before.advice && nowMs - before.advisedAt >= MIN_ADVICE_MS;
	return change
		? { advice, advisedAt: nowMs, goodSince, held }
		: { advice: before.advice, advisedAt: before.advisedAt, goodSince, held };
}
