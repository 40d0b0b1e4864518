/** Pure. */
import { PRESENTATION_FIGURES, TAMPER_FIGURES, type CheckRates } from '$lib/contract/checkRates';
import { FACE_FIGURES, FACE_OPERATING_POINTS } from '$lib/contract/faceOperatingPoints';
import type { CheckView } from '$lib/contract/verification';
import type { ModelHashes } from '$lib/server/vision/types';

/** How often a check errs at the line that judged it. Null where that line, or the model file that ran, is not one that was measured. */
export function ratesOf({ name, threshold }: CheckView, models: readonly ModelHashes[]): CheckRates | null {
	if (name === 'face_match' && ran(models, FACE_FIGURES)) {
		const point = FACE_OPERATING_POINTS.find((measured) => measured.threshold === threshold);
		return (
			(point && {
				rates: [
					{ kind: 'fmr', ...point.falseMatchRate },
					{ kind: 'fnmr', ...point.falseNonMatchRate }
				],
				measuredOn: { kind: 'faces', photographs: FACE_FIGURES.photographs, people: FACE_FIGURES.people }
			}) ??
			null
		);
	}
	if (name === 'liveness' && ran(models, PRESENTATION_FIGURES) && threshold === PRESENTATION_FIGURES.threshold)
		return { rates: PRESENTATION_FIGURES.rates, measuredOn: PRESENTATION_FIGURES.measuredOn };
	if (name === 'tamper' && threshold === TAMPER_FIGURES.threshold)
		return { rates: TAMPER_FIGURES.rates, measuredOn: TAMPER_FIGURES.measuredOn };
	return null;
}

/** Whether this very file ran, and no other of its name. */
export function ran(
	models: readonly ModelHashes[],
	{ model, modelSha256 }: { model: string; modelSha256: string }
): boolean {
	const hashes = new Set(models.flatMap((hash) => hash[model] ?? []));
	return hashes.size === 1 && hashes.has(modelSha256);
}
