import type { OperatingPoint } from '../runtime';
import type { FaceComparison, FaceTemplate } from '../types';

/**
 * Names of the thresholds that the manifest gives for the embedder. Higher threshold: fewer false matches.
 * FMR and FNMR at each, with n and intervals, stand beside the threshold in models/manifest.json.
 */
export const FACE_MATCH_AT_FMR_1E4 = 'FACE_MATCH_AT_FMR_1E4';
export const FACE_MATCH_AT_FMR_1E3 = 'FACE_MATCH_AT_FMR_1E3';
export const FACE_MATCH_AT_FMR_1E2 = 'FACE_MATCH_AT_FMR_1E2';

/**
 * Cosine of two templates, −1…1, higher = more alike, judged at an operating point. Between `looser` and `point` the faces are
 * neither a match nor clearly two people. Two lengths or an empty one never match.
 */
export function compareFaces(
	probe: FaceTemplate,
	reference: FaceTemplate,
	point: OperatingPoint,
	looser: OperatingPoint = point
): FaceComparison {
	const comparable = probe.length > 0 && probe.length === reference.length;
	const comparisonScore = comparable ? cosine(probe, reference) : -1;
	const match = comparable && comparisonScore >= point.threshold;
	return {
		comparisonScore,
		threshold: point.threshold,
		operatingPoint: point.name,
		match,
		uncertain: !match && comparable && comparisonScore >= looser.threshold
	};
}

function cosine(a: FaceTemplate, b: FaceTemplate): number {
	const lengths = Math.hypot(...a) * Math.hypot(...b);
	const product = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
	return lengths > 0 ? Math.min(1, Math.max(-1, product / lengths)) : -1;
}
