import type { GhostPortrait, TamperSignal } from '../types';
import { scoreOf } from './evidence';

/**
 * The small second portrait shows somebody else than the large one. Small faint prints compare badly without any tampering (a
 * public specimen's own pair has a cosine of 0.18), and how badly was not measured on many: this alone never reaches the line.
 */
export function ghostMismatch(ghost: GhostPortrait | null): TamperSignal[] {
	if (ghost === null) return [];
	const score = scoreOf(Math.min(MOST, (UNLIKE_BELOW - ghost.comparisonScore) / UNLIKE_BELOW));
	return [{ kind: 'ghostMismatch', score, regions: [{ box: ghost.box, score }] }];
}

/** Cosine; two people seldom reach it (see FACE_MATCH_AT_FMR_1E3, 0.3 and more). */
const UNLIKE_BELOW = 0.15;
const MOST = 0.9;
