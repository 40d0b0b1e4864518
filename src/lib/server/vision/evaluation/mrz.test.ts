import { expect, it } from 'vitest';
import { summariseMrz } from './mrz';

it('counts whole zones, letters, and zones called valid though the text is wrong', () => {
	const truth = (file: string, lines: string[]) => ({ file, lines });
	const report = summariseMrz([
		{ truth: truth('a', ['ABCD']), mrz: { lines: ['ABCD'], valid: true } },
		{ truth: truth('b', ['ABCD']), mrz: { lines: ['ABXD'], valid: true } },
		{ truth: truth('c', ['ABCD']), mrz: null },
		{ truth: truth('d', []), mrz: null },
		{ truth: truth('e', []), mrz: { lines: ['A'], valid: false } }
	]);
	expect(report).toMatchObject({
		withZone: 3,
		exact: 1,
		withoutZone: 2,
		rightlyNull: 1,
		wrongAccepts: ['b'],
		missed: ['b', 'c', 'e']
	});
	expect(report.characterErrorRate).toBeCloseTo(5 / 12);
});
