/** From a measure to a score that all signals share. Pure. */
import { TAMPER_SUSPECTED_AT } from './threshold';

/** @param share of what counts as suspicious: 0 at nothing, TAMPER_SUSPECTED_AT at 1, towards 1 beyond */
export function scoreOf(share: number): number {
	if (!(share > 0)) return 0;
	return share < 1 ? TAMPER_SUSPECTED_AT * share : 1 - (1 - TAMPER_SUSPECTED_AT) / share;
}

/**
 * As scoreOf, with the share to the third power below the line: what is left of an original there says next to nothing, and
 * must not outweigh a weaker signal.
 */
export const cubedScoreOf = (share: number): number => scoreOf(share < 1 ? Math.max(0, share) ** 3 : share);

/**
 * All signals in one score: the cube root of the sum of the cubes of their shares of what counts as suspicious. Signals of
 * different kinds that point the same way outweigh one of them alone, and many weak ones hardly count.
 */
export function fusedScore(scores: readonly number[]): number {
	return scoreOf(Math.cbrt(scores.reduce((sum, score) => sum + shareOf(score) ** 3, 0)));
}

/** Undoes scoreOf. */
export const shareOf = (score: number): number =>
	score <= TAMPER_SUSPECTED_AT ? score / TAMPER_SUSPECTED_AT : (1 - TAMPER_SUSPECTED_AT) / Math.max(1e-3, 1 - score);
