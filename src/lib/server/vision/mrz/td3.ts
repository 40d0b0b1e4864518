import { field, range, type MrzLayout } from './layout';

/** ICAO 9303-4, section 4.2: passports, two lines of 44. */
export const TD3: MrzLayout = {
	format: 'TD3',
	lineCount: 2,
	lineLength: 44,
	firstLetters: 'P',
	fields: [
		field('documentCode', 'documentCode', 0, 0, 2),
		field('issuingState', 'state', 0, 2, 5),
		field('primaryIdentifier', 'names', 0, 5, 44),
		field('documentNumber', 'number', 1, 0, 9),
		field('nationality', 'state', 1, 10, 13),
		field('dateOfBirth', 'dateOfBirth', 1, 13, 19),
		field('sex', 'sex', 1, 20, 21),
		field('dateOfExpiry', 'date', 1, 21, 27),
		field('personalNumber', 'optional', 1, 28, 42)
	],
	checks: [
		{ name: 'documentNumber', over: [range(1, 0, 9)], digit: { line: 1, index: 9 } },
		{ name: 'dateOfBirth', over: [range(1, 13, 19)], digit: { line: 1, index: 19 } },
		{ name: 'dateOfExpiry', over: [range(1, 21, 27)], digit: { line: 1, index: 27 } },
		{ name: 'optionalData', over: [range(1, 28, 42)], digit: { line: 1, index: 42 }, fillerWhenEmpty: true },
		{
			name: 'composite',
			over: [range(1, 0, 10), range(1, 13, 20), range(1, 21, 43)],
			digit: { line: 1, index: 43 }
		}
	]
};
