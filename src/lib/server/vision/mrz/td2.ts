import { field, range, type MrzLayout } from './layout';

/** ICAO 9303-6, section 4.2: two lines of 36. */
export const TD2: MrzLayout = {
	format: 'TD2',
	lineCount: 2,
	lineLength: 36,
	firstLetters: 'IACP',
	fields: [
		field('documentCode', 'documentCode', 0, 0, 2),
		field('issuingState', 'state', 0, 2, 5),
		field('primaryIdentifier', 'names', 0, 5, 36),
		field('documentNumber', 'number', 1, 0, 9),
		field('nationality', 'state', 1, 10, 13),
		field('dateOfBirth', 'dateOfBirth', 1, 13, 19),
		field('sex', 'sex', 1, 20, 21),
		field('dateOfExpiry', 'date', 1, 21, 27),
		field('optionalData', 'optional', 1, 28, 35)
	],
	checks: [
		{ name: 'documentNumber', over: [range(1, 0, 9)], digit: { line: 1, index: 9 } },
		{ name: 'dateOfBirth', over: [range(1, 13, 19)], digit: { line: 1, index: 19 } },
		{ name: 'dateOfExpiry', over: [range(1, 21, 27)], digit: { line: 1, index: 27 } },
		{
			name: 'composite',
			over: [range(1, 0, 10), range(1, 13, 20), range(1, 21, 35)],
			digit: { line: 1, index: 35 }
		}
	]
};

/** ICAO 9303-6, 4.2.2.2: the rest of a long number stands in the optional data, as in TD1. */
export const TD2_LONG_NUMBERS: readonly MrzLayout[] = Array.from({ length: 5 }, (_, i) => {
	const end = 28 + i + 1;
	return {
		...TD2,
		fields: TD2.fields.map((each) => (each.name === 'optionalData' ? { ...each, start: end + 1 } : each)),
		checks: TD2.checks.map((check) =>
			check.name === 'documentNumber'
				? { ...check, over: [range(1, 0, 9), range(1, 28, end)], digit: { line: 1, index: end } }
				: check
		)
	};
});
