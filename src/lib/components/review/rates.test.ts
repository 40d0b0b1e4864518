import { expect, it } from 'vitest';
import { rateHeight, rateText, shortNumber } from './rates';

it('writes rates with the digits that were measured', () => {
	expect([0.0001, 0.00038, 0.0134, 0.00098, 0].map(rateText)).toEqual([
		'0.010 %',
		'0.038 %',
		'1.34 %',
		'0.098 %',
		'0 %'
	]);
	expect(shortNumber(0.43211)).toBe('0.432');
});

it('puts rates on a logarithmic scale, and nothing beyond its ends', () => {
	expect([0, 0.00001, 0.001, 0.1, 0.5].map(rateHeight)).toEqual([0, 0, 0.5, 1, 1]);
});
