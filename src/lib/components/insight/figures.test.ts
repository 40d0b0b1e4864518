import { expect, it } from 'vitest';
import { daysOf, durationText, percent, shareText } from './figures';

it('a percentage is never of fewer than twenty, and never says all or none where it is not', () => {
	expect(percent(9, 19)).toBeNull();
	expect(shareText(9, 19)).toContain('9 of 19');
	expect(percent(10, 20)).toBe('50 %');
	expect(percent(0, 20)).toBe('0 %');
	expect(percent(20, 20)).toBe('100 %');
	expect(percent(9_999, 10_000)).toBe('99.9 %');
	expect(percent(1, 100_000)).toBe('0.1 %');
});

it('durations are said in the unit that keeps them short', () => {
	expect([null, 4_200, 119_000, 121_000, 3 * 3_600_000, 5 * 86_400_000].map(durationText)).toEqual([
		'–',
		'4.2 s',
		'119 s',
		'2.0 min',
		'3.0 h',
		'5.0 d'
	]);
});

it('an address without sense asks for thirty days', () => {
	const of = (query: string) => daysOf(new URL(`https://x.example/?${query}`));
	expect([of('days=7'), of('days=90'), of('days=1000'), of('')]).toEqual([7, 90, 30, 30]);
});
