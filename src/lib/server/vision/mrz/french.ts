import { field, range, type MrzLayout } from './layout';

/** The French identity card of 1988 to 2021: two lines of 36 with its own fields; the composite covers all before it. */
export const FRENCH_ID: MrzLayout = {
	format: 'FRA-ID',
	lineCount: 2,
	lineLength: 36,
	firstLetters: 'I',
	prefix: 'IDFRA',
	fields: [
		field('documentCode', 'documentCode', 0, 0, 2),
		field('issuingState', 'state', 0, 2, 5),
		field('primaryIdentifier', 'primaryName', 0, 5, 30),
		field('optionalData', 'office', 0, 30, 36),
		field('dateOfIssue', 'monthOfIssue', 1, 0, 4),
		field('documentNumber', 'number', 1, 0, 12),
		field('secondaryIdentifier', 'secondaryName', 1, 13, 27),
		field('dateOfBirth', 'dateOfBirth', 1, 27, 33),
		field('sex', 'sex', 1, 34, 35)
	],
	checks: [
		{ name: 'documentNumber', over: [range(1, 0, 12)], digit: { line: 1, index: 12 } },
		{ name: 'dateOfBirth', over: [range(1, 27, 33)], digit: { line: 1, index: 33 } },
		{ name: 'composite', over: [range(0, 0, 36), range(1, 0, 35)], digit: { line: 1, index: 35 } }
	]
};

/** The French driving licence of 2013: one line of 30; its first digit covers the line from its start. */
export const FRENCH_LICENCE: MrzLayout = {
	format: 'FRA-DL',
	lineCount: 1,
	lineLength: 30,
	firstLetters: 'D',
	prefix: 'D1FRA',
	fields: [
		field('documentCode', 'documentCode', 0, 0, 2),
		field('issuingState', 'state', 0, 2, 5),
		field('documentNumber', 'number', 0, 5, 14),
		field('dateOfExpiry', 'date', 0, 15, 21),
		field('primaryIdentifier', 'primaryName', 0, 21, 29)
	],
	checks: [
		{ name: 'documentNumber', over: [range(0, 0, 14)], digit: { line: 0, index: 14 } },
		{ name: 'composite', over: [range(0, 0, 29)], digit: { line: 0, index: 29 } }
	]
};
