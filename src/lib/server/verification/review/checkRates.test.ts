import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorRate } from '$lib/server/vision/evaluation/errorRate';
import { TAMPER_SUSPECTED_AT } from '$lib/server/vision/tamper/threshold';
import { PRESENTATION_FIGURES, TAMPER_FIGURES, type MeasuredRate } from '$lib/contract/checkRates';

const counted = (kind: MeasuredRate['kind'], errors: number, trials: number) => {
	const { rate: value, low, high } = errorRate(errors, trials);
	return { kind, value: rounded(value), low: rounded(low), high: rounded(high) };
};
const rounded = (share: number) => Math.round(share * 10_000) / 10_000;

it('rates of presentation attacks are those of the model file that the manifest names, at its line', () => {
	const { models } = JSON.parse(readFileSync('models/manifest.json', 'utf8')) as {
		models: { id: string; files: { sha256: string }[]; operatingPoints: { name: string; threshold: number }[] }[];
	};
	const model = models.find(({ id }) => id === PRESENTATION_FIGURES.model);
	expect(model?.files.map(({ sha256 }) => sha256)).toEqual([PRESENTATION_FIGURES.modelSha256]);
	const line = model?.operatingPoints.find(({ name }) => name === 'BONA_FIDE_FROM');
	expect(line?.threshold).toBe(PRESENTATION_FIGURES.threshold);
});

it('rates carry the interval that their counts give', () => {
	expect(PRESENTATION_FIGURES.rates).toEqual([
		counted('apcer', 0, PRESENTATION_FIGURES.measuredOn.attacks),
		counted('bpcer', 0, PRESENTATION_FIGURES.measuredOn.bonaFide),
		counted('undecided', 160, PRESENTATION_FIGURES.measuredOn.bonaFide)
	]);
	expect(TAMPER_FIGURES.threshold).toBe(TAMPER_SUSPECTED_AT);
	expect(TAMPER_FIGURES.rates).toEqual([
		counted('flagged', 0, TAMPER_FIGURES.measuredOn.originals),
		counted('missed', 12, TAMPER_FIGURES.measuredOn.edited)
	]);
});
