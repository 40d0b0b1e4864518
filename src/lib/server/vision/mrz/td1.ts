import { field, range, type MrzLayout } from './layout';

/** ICAO 9303-5, section 4.2: cards, three lines of 30. */
export const TD1: MrzLayout = {
	format: 'TD1',
	lineCount: 3,
	lineLength: 30,
	firstLetters: 'IAC',
	fields: [
		field('documentCode', 'documentCode', 0, 0, 2),
		field('issuingState', 'state', 0, 2, 5),
		field('documentNumber', 'number', 0, 5, 14),
		field('optionalData', 'optional', 0, 15, 30),
		field('dateOfBirth', 'dateOfBirth', 1, 0, 6),
		field('sex', 'sex', 1, 7, 8),
		field('dateOfExpiry', 'date', 1, 8, 14),
		field('nationality', 'state', 1, 15, 18),
		field('optionalData2', 'optional', 1, 18, 29),
		field('primaryIdentifier', 'names', 2, 0, 30)
	],
	checks: [
		{ name: 'documentNumber', over: [range(0, 5, 14)], digit: { line: 0, index: 14 } },
		{ name: 'dateOfBirth', over: [range(1, 0, 6)], digit: { line: 1, index: 6 } },
		{ name: 'dateOfExpiry', over: [range(1, 8, 14)], digit: { line: 1, index: 14 } },
		{
			name: 'composite',
			over: [range(0, 5, 30), range(1, 0, 7), range(1, 8, 15), range(1, 18, 29)],
			digit: { line: 1, index: 29 }
		}
	]
};

/** Longest rest of a number that fits the optional data with its check digit and the filler after it. */
const LONGEST_REST = 13;

/**
 * ICAO 9303-5, 4.2.2.1 note j: a number longer than nine characters goes on in the optional data, a filler takes the
 * place of its check digit, and the check digit and a filler follow the rest. One layout for each length of the rest.
 */
export const TD1_LONG_NUMBERS: readonly MrzLayout[] = Array.from({ length: LONGEST_REST }, (_, i) => {
	const end = 15 + i + 1;
	return {
		...TD1,
		fields: TD1.fields.map((each) => (each.name === 'optionalData' ? { ...each, start: end + 1 } : each)),
		checks: TD1.checks.map((check) =>
			check.name === 'documentNumber'
				? { ...check, over: [range(0, 5, 14), range(0, 15, end)], digit: { line: 0, index: end } }
				: check
		)
	};
});
