/** Pure. What a comparison of two faces amounts to where an organization draws the line. */
import { FACE_OPERATING_POINTS, type FacePointName } from '$lib/contract/faceOperatingPoints';
import type { FaceComparison } from '$lib/server/vision/types';

export type JudgedFaces = Pick<FaceComparison, 'threshold' | 'match' | 'uncertain'>;

/**
 * A match at or above the chosen operating point's threshold; below it, yet at or above the next looser one's, a person should look.
 * Without a choice, as the comparison itself was judged.
 */
export function judgeFaces(
	comparison: Pick<FaceComparison, 'comparisonScore'> & JudgedFaces,
	point: FacePointName | undefined
): JudgedFaces {
	const at = FACE_OPERATING_POINTS.findIndex(({ name }) => name === point);
	const chosen = FACE_OPERATING_POINTS[at];
	if (!chosen) return comparison;
	const { comparisonScore: score } = comparison;
	const match = score >= chosen.threshold;
	const looser = FACE_OPERATING_POINTS[at - 1];
	return { threshold: chosen.threshold, match, uncertain: !match && looser !== undefined && score >= looser.threshold };
}
