import type { DetectedFace, GhostPortrait } from '../types';
import { bySize } from './chooseFace';
import { compareFaces } from './compareFaces';

export interface Portraits {
	/** The largest face. Null where there is none. */
	portrait: DetectedFace | null;
	/** The next largest, where both were embedded. Null where there is no second face. */
	ghost: GhostPortrait | null;
}

/** A ghost is printed smaller than the portrait; two equal faces are two documents in one picture, or two sides of one. */
const GHOST_AREA = 0.8;
/** Pages without a face have nothing that the detector is this sure of. */
const GHOST_SCORE = 0.9;

/**
 * The portrait of a document and its ghost, of the faces found on it (findFaces with `templates: 2`). The ghost's score says
 * how alike the two are; it never decides anything.
 */
export function choosePortraits(faces: readonly DetectedFace[]): Portraits {
	const [portrait, ...others] = [...faces].sort(bySize);
	if (portrait === undefined) return { portrait: null, ghost: null };
	const second = others.find(
		(face) => face.template !== null && face.score >= GHOST_SCORE && areaOf(face) <= GHOST_AREA * areaOf(portrait)
	);
	if (!second?.template || portrait.template === null) return { portrait, ghost: null };
	const { comparisonScore } = compareFaces(portrait.template, second.template, { name: 'NONE', threshold: 1 });
	return { portrait, ghost: { box: second.box, score: second.score, comparisonScore } };
}

const areaOf = ({ box }: DetectedFace): number => box.width * box.height;
