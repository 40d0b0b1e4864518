import { field, range, type MrzLayout } from './layout';

/** ICAO 9303-7: visas have no composite digit and no check over the optional data. */
const visa = (format: 'MRV-A' | 'MRV-B', lineLength: number): MrzLayout => ({
	format,
	lineCount: 2,
	lineLength,
	firstLetters: 'V',
	fields: [
		field('documentCode', 'documentCode', 0, 0, 2),
		field('issuingState', 'state', 0, 2, 5),
		field('primaryIdentifier', 'names', 0, 5, lineLength),
		field('documentNumber', 'number', 1, 0, 9),
		field('nationality', 'state', 1, 10, 13),
		field('dateOfBirth', 'dateOfBirth', 1, 13, 19),
		field('sex', 'sex', 1, 20, 21),
		field('dateOfExpiry', 'date', 1, 21, 27),
		field('optionalData', 'optional', 1, 28, lineLength)
	],
	checks: [
		{ name: 'documentNumber', over: [range(1, 0, 9)], digit: { line: 1, index: 9 } },
		{ name: 'dateOfBirth', over: [range(1, 13, 19)], digit: { line: 1, index: 19 } },
		{ name: 'dateOfExpiry', over: [range(1, 21, 27)], digit: { line: 1, index: 27 } }
	]
});

export const MRV_A = visa('MRV-A', 44);
export const MRV_B = visa('MRV-B', 36);
