import { describe, expect, it } from 'vitest';
import { figure, quantileOf, ratio, share, times } from './cells';
import { cosine, nearness, pairCells, ratesAt } from './pairs';
import { zoneIsIn } from './peerZone';
import { isSameValue } from './values';

const ZONE = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

describe('zoneIsIn', () => {
	it('takes the zone wherever it stands and however its lines are split, spaced or quoted', () => {
		expect(zoneIsIn(['UTOPIA', ...ZONE, 'p. 2'], ZONE)).toBe(true);
		expect(zoneIsIn(['P<UTO ERIKSSON', '«ANNA‹MARIA<<<<<<<<<<<<<<<<<<<', ZONE[1] ?? ''], ZONE)).toBe(true);
	});

	it('does not take one letter for another, a missing filler, or half a zone', () => {
		expect(zoneIsIn([ZONE[0]?.replace('O', '0') ?? '', ZONE[1] ?? ''], ZONE)).toBe(false);
		expect(zoneIsIn([ZONE[0]?.slice(0, -1) ?? '', ZONE[1] ?? ''], ZONE)).toBe(false);
		expect(zoneIsIn([ZONE[0] ?? ''], ZONE)).toBe(false);
	});
});

describe('cells', () => {
	it('give every figure its interval', () => {
		expect(share(14, 33)).toBe('14 of 33, 42.4 % (27.2 – 59.2)');
		expect(share(0, 2000)).toBe('0 of 2000, 0.00 % (0.00 – 0.19)');
		expect(share(0, 0)).toBe('–');
		expect(figure(quantileOf([5, 5, 5], 0.5))).toBe('5 (5 – 5)');
		expect(times([10, 10, 10])).toEqual(['10 (10 – 10)', '10 (10 – 10)']);
		expect(figure(null)).toBe('–');
	});

	it('compare medians of the same pictures', () => {
		const pairs = [10, 20, 30].map((ours) => ({ ours, theirs: ours * 2 }));
		expect(ratio(pairs)).toMatch(/^0\.50 /);
		expect(ratio([])).toBe('–');
	});
});

describe('pairCells', () => {
	const pairs = [
		{ mated: true, score: 0.9 },
		{ mated: true, score: null },
		{ mated: false, score: 0.1 },
		{ mated: false, score: 0.2 }
	];

	it('counts failures to find a face apart from errors of the comparison', () => {
		const [notFound, bothFound, ofAll] = pairCells(pairs);
		expect(notFound).toMatch(/^1 of 4, 25.0 %/);
		expect(bothFound).toMatch(/^3 of 3, 100.0 %/);
		expect(ofAll).toMatch(/^3 of 4, 75.0 %/);
	});

	it('gives both error rates at a fixed threshold', () => {
		const { fmr, fnmr } = ratesAt(0.15, pairs);
		expect(fmr).toMatch(/^1 of 2, 50.0 %/);
		expect(fnmr).toMatch(/^0 of 1, 0.0 %/);
	});

	it('turns distances so that higher is more alike', () => {
		expect(nearness([0, 0], [3, 4])).toBe(-5);
		expect(cosine([1, 0], [0.6, 0.8])).toBeCloseTo(0.6, 12);
	});
});

it('compares printed values by their letters and digits', () => {
	expect(isSameValue('15-239-1250', '152391250')).toBe(true);
	expect(isSameValue('MÜLLER', 'muller')).toBe(true);
	expect(isSameValue('MARTIN', 'MARTINE')).toBe(false);
});
