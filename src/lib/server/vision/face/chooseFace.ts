import type { DetectedFace } from '../types';

/** Largest first; of equal size the surer one. */
export function bySize(a: DetectedFace, b: DetectedFace): number {
	return area(b) - area(a) || b.score - a.score;
}

/** The rule for pictures of one person: the largest face is the one meant. Null where there is none. */
export const chooseFace = (faces: readonly DetectedFace[]): DetectedFace | null => [...faces].sort(bySize)[0] ?? null;

/**
 * Whether a second person stands in the picture as large as the first, so that it cannot be said who is meant. A face of less
 * than half the width, in the background, does not count; nor does one that the detector is unsure of.
 */
export function hasRival(faces: readonly DetectedFace[]): boolean {
	const [first, ...others] = [...faces].sort(bySize);
	if (first === undefined) return false;
	return others.some(
		(face) => face.score >= RIVAL_SCORE && face.quality.faceWidthPx >= first.quality.faceWidthPx * RIVAL_WIDTH
	);
}

const RIVAL_SCORE = 0.9;
const RIVAL_WIDTH = 0.5;

const area = (face: DetectedFace): number => face.box.width * face.box.height;
