import { describe, expect, it } from 'vitest';
import { PRESENTATION_FIGURES, TAMPER_FIGURES } from '$lib/contract/checkRates';
import { FACE_FIGURES } from '$lib/contract/faceOperatingPoints';
import type { CheckView } from '$lib/contract/verification';
import { ratesOf } from './ratesOf';

const MEASURED = [
	{
		[FACE_FIGURES.model]: FACE_FIGURES.modelSha256,
		[PRESENTATION_FIGURES.model]: PRESENTATION_FIGURES.modelSha256
	}
];
const check = (name: CheckView['name'], threshold: number | null): CheckView => ({
	...{ name, outcome: 'pass', reasonCodes: [], required: true, score: 0.5, threshold }
});
const kinds = (view: CheckView, models = MEASURED) => ratesOf(view, models)?.rates.map(({ kind }) => kind);

describe('the error rates beside a check', () => {
	it('are those of the operating point that judged it', () => {
		expect(ratesOf(check('face_match', 0.43), MEASURED)?.rates).toEqual([
			{ kind: 'fmr', value: 0.0001, low: 0.00003, high: 0.00038 },
			{ kind: 'fnmr', value: 0.0134, low: 0.0071, high: 0.0253 }
		]);
		expect(kinds(check('liveness', PRESENTATION_FIGURES.threshold))).toEqual(['apcer', 'bpcer', 'undecided']);
		expect(kinds(check('tamper', TAMPER_FIGURES.threshold))).toEqual(['flagged', 'missed']);
	});

	it('are none where the line, the check or the model file is not one that was measured', () => {
		const other = [{ [FACE_FIGURES.model]: 'f'.repeat(64), [PRESENTATION_FIGURES.model]: 'f'.repeat(64) }];
		for (const name of ['face_match', 'liveness'] as const) {
			const threshold = name === 'liveness' ? PRESENTATION_FIGURES.threshold : 0.43;
			expect(ratesOf(check(name, threshold), other)).toBeNull();
			expect(ratesOf(check(name, threshold), [...MEASURED, ...other])).toBeNull();
			expect(ratesOf(check(name, threshold), [])).toBeNull();
			expect(ratesOf(check(name, 0.99), MEASURED)).toBeNull();
		}
		expect(ratesOf(check('tamper', 0.99), MEASURED)).toBeNull();
		expect(ratesOf(check('age', 18), MEASURED)).toBeNull();
	});
});
