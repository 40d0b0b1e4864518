import { describe, expect, it } from 'vitest';
import { bootstrapInterval, quantile } from './interval';

describe('quantile', () => {
	it('is linear between neighbours and needs no order', () => {
		expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
		expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5, 12);
		expect(quantile([7], 0.95)).toBe(7);
		expect(quantile([], 0.5)).toBeNull();
	});
});

describe('bootstrapInterval', () => {
	const median = (sample: readonly number[]) => quantile(sample, 0.5);

	it('holds the value, is the same every time, and narrows with more cases', () => {
		const few = Array.from({ length: 20 }, (_, index) => index);
		const many = Array.from({ length: 500 }, (_, index) => index / 25);
		const [wide, narrow] = [bootstrapInterval(few, median), bootstrapInterval(many, median)];
		expect(wide).toEqual(bootstrapInterval(few, median));
		expect(wide).toMatchObject({ value: 9.5, cases: 20 });
		expect(wide && wide.low < 9.5 && wide.high > 9.5).toBe(true);
		expect(wide && narrow && narrow.high - narrow.low < (wide.high - wide.low) / 4).toBe(true);
	});

	it('has no interval where the figure itself does not exist', () => {
		expect(bootstrapInterval([], median)).toBeNull();
	});
});
