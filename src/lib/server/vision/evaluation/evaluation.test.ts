import { describe, expect, it } from 'vitest';
import { errorRate } from './errorRate';
import { presentationSummary } from './presentationSummary';
import { accuracyAt, rocSummary } from './rocSummary';

describe('rocSummary', () => {
	it('finds the threshold between two kinds that do not overlap', () => {
		const summary = rocSummary([0.1, 0.2, 0.7, 0.9], [false, false, true, true]);
		expect(summary).toMatchObject({ pairs: 4, mated: 2, nonMated: 2, accuracy: 1, auc: 1, eer: 0, fnmrAtFmr1e3: 0 });
		expect(summary.bestThreshold).toBeCloseTo(0.45, 12);
	});

	it('counts ties half and errors whole', () => {
		const summary = rocSummary([0.5, 0.5, 0.2, 0.8], [true, false, false, true]);
		expect(summary).toMatchObject({ accuracy: 0.75, auc: 0.875, fnmrAtFmr1e3: 0.5 });
		expect(summary.eer).toBeCloseTo(0.25, 1);
	});

	it('gives an equal error rate of a half for scores that say nothing', () => {
		expect(rocSummary([0.1, 0.9, 0.1, 0.9], [true, true, false, false])).toMatchObject({ auc: 0.5, eer: 0.5 });
	});

	it('takes a pair without a score for a non-match at every threshold', () => {
		expect(rocSummary([null, 0.9, 0.1], [true, true, false])).toMatchObject({ fnmrAtFmr1e3: 0.5, accuracy: 2 / 3 });
		expect(rocSummary([null, 0.9], [false, true])).toMatchObject({ accuracy: 1, auc: 1 });
		expect(accuracyAt(0.5, [null, null, 0.6], [true, false, true])).toBeCloseTo(2 / 3, 12);
	});

	it('has no figures where one kind is missing', () => {
		expect(rocSummary([0.3], [true])).toMatchObject({ auc: null, eer: null, fnmrAtFmr1e3: null, accuracy: 1 });
		expect(rocSummary([], [])).toMatchObject({ pairs: 0, accuracy: 0, bestThreshold: null });
	});
});

describe('errorRate', () => {
	it('gives the Wilson interval', () => {
		const { rate, low, high } = errorRate(1, 10);
		expect([rate, low, high].map((value) => Number(value.toFixed(4)))).toEqual([0.1, 0.0179, 0.4042]);
	});

	it('never claims certainty from no errors or from no trials', () => {
		expect(errorRate(0, 100).high).toBeCloseTo(0.037, 3);
		expect(errorRate(0, 0)).toMatchObject({ low: 0, high: 1 });
	});
});

describe('presentationSummary', () => {
	it('gives APCER per species, the worst of them, and keeps undecided ones apart', () => {
		const summary = presentationSummary([
			{ label: 'bona_fide', outcome: 'bonaFide' },
			{ label: 'bona_fide', outcome: 'presentationAttack' },
			{ label: 'print', outcome: 'presentationAttack' },
			{ label: 'print', outcome: 'uncertain' },
			{ label: 'replay', outcome: 'bonaFide' },
			{ label: 'replay', outcome: null }
		]);
		expect(summary.apcer.print?.rate).toBe(0);
		expect(summary.apcer.replay?.rate).toBe(0.5);
		expect(summary).toMatchObject({ worstApcer: 0.5, bpcer: { rate: 0.5 } });
		expect(summary.undecided.print?.rate).toBe(0.5);
		expect(summary.nonResponse.replay?.rate).toBe(0.5);
	});
});
