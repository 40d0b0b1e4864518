import { describe, expect, it } from 'vitest';
import { isExact, precisionOf, summariseFields, type FieldCase } from './fields';

const viz = (name: 'primaryIdentifier' | 'documentNumber', value: string) => ({ name, value, source: 'viz' as const });
const cases: FieldCase[] = [
	{
		file: 'a.jpg',
		set: 'passports',
		truth: { primaryIdentifier: 'MÜLLER', documentNumber: 'L898902C3' },
		fields: [viz('primaryIdentifier', 'Muller'), viz('documentNumber', 'LB98902C3')]
	},
	{
		file: 'b.jpg',
		set: 'cards',
		truth: { primaryIdentifier: 'O’CONNOR', documentNumber: 'I8X1K1512' },
		fields: [{ name: 'primaryIdentifier', value: 'OCONNOR', source: 'mrz' }, viz('documentNumber', '18 X1K1512')]
	}
];

describe('summariseFields', () => {
	it('counts what was read wrongly apart from what was not read, by field and by set', () => {
		const report = summariseFields(cases);
		expect(report.overall).toEqual({ wanted: 4, exact: 2, wrong: 1, missing: 1 });
		expect(report.byName.documentNumber).toEqual({ wanted: 2, exact: 1, wrong: 1, missing: 0 });
		expect(report.bySet.cards).toEqual({ wanted: 2, exact: 1, wrong: 0, missing: 1 });
		expect(report.missed).toEqual([
			{ file: 'a.jpg', name: 'documentNumber', wanted: 'L898902C3', got: 'LB98902C3' },
			{ file: 'b.jpg', name: 'primaryIdentifier', wanted: 'O’CONNOR', got: null }
		]);
	});

	it('never takes the zone’s value for the printed one, unless the source does not matter', () => {
		expect(summariseFields(cases, 'viz').byName.primaryIdentifier?.missing).toBe(1);
		expect(summariseFields(cases, null).byName.primaryIdentifier?.missing).toBe(0);
	});

	it('gives precision over what was read', () => {
		expect(precisionOf({ wanted: 4, exact: 2, wrong: 1, missing: 1 }).rate).toBeCloseTo(2 / 3, 12);
	});
});

describe('isExact', () => {
	it('takes letters that print alike as one in numbers, and in numbers only', () => {
		expect(isExact('documentNumber', 'AAO001', 'AA 00001')).toBe(false);
		expect(isExact('documentNumber', 'AAOOOO1', 'AA 00001')).toBe(true);
		expect(isExact('primaryIdentifier', 'C0HEN', 'COHEN')).toBe(false);
		expect(isExact('documentNumber', 'L1', '11')).toBe(false);
	});
});
