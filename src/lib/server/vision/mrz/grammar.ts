/** What may stand where, place by place, and what breaking a custom of ICAO 9303 costs. Pure. */
import { DIGITS, FILLER, LETTERS } from './alphabet';
import type { MrzLayout } from './layout';
import { STATE_CODES } from './states';

/** One or more letters that are chosen together, with a cost in nats that the picture must outweigh. */
export interface Choice {
	text: string;
	cost: number;
}

export interface Element {
	line: number;
	start: number;
	length: number;
	/** Null for names, whose letters depend on what stood before. */
	choices: readonly Choice[];
	/** 'names' may hold one double filler between primary and secondary identifier; 'name' none. */
	names: 'names' | 'name' | null;
}

/** Nats. An unlisted state or an odd document code is rare but printed; fillers in a date mean "unknown". */
const UNLISTED_STATE_LETTER = 1.6;
const ODD_CODE = 2;
const UNKNOWN_DATE_PART = 4;

const singles = (letters: string, cost = 0): Choice[] => [...letters].map((text) => ({ text, cost }));
const twoDigits = (from: number, to: number): Choice[] =>
	Array.from({ length: to - from + 1 }, (_, i) => ({ text: String(from + i).padStart(2, '0'), cost: 0 }));

const DIGIT = singles(DIGITS);
const NAME_LETTER = [...singles(LETTERS), ...singles(FILLER)];
const ALPHANUMERIC = [...singles(DIGITS), ...singles(LETTERS), ...singles(FILLER)];
const UNKNOWN = { text: FILLER + FILLER, cost: UNKNOWN_DATE_PART };
const YEAR_DIGIT = [...DIGIT, { text: FILLER, cost: UNKNOWN_DATE_PART }];
const MONTH = [...twoDigits(1, 12), UNKNOWN, { text: '00', cost: UNKNOWN_DATE_PART }];
const DAY = [...twoDigits(1, 31), UNKNOWN, { text: '00', cost: UNKNOWN_DATE_PART }];
const SEX = [...singles('MF'), { text: FILLER, cost: 1 }, { text: 'X', cost: 3 }];
const STATE = STATE_CODES.map((text) => ({ text, cost: 0 }));

/** The elements of a layout in reading order; every place of every line belongs to one. */
export function elementsOf(layout: MrzLayout): Element[] {
	const elements: Element[] = [];
	for (let line = 0; line < layout.lineCount; line++) {
		for (let at = 0; at < layout.lineLength;) {
			const next = elementsAt(layout, line, at);
			elements.push(...next);
			at += next.reduce((sum, element) => sum + element.length, 0);
		}
	}
	return elements;
}

function elementsAt(layout: MrzLayout, line: number, at: number): Element[] {
	const one = (start: number, length: number, choices: readonly Choice[], names: Element['names'] = null): Element => ({
		line,
		start,
		length,
		choices,
		names
	});
	const field =
		layout.fields.find((each) => each.line === line && each.start === at) ??
		layout.fields.find((each) => each.line === line && each.start < at && each.end > at);
	if (!field) return [one(at, 1, checkChoices(layout, line, at))];
	const start = at;
	const { end } = field;
	const each = (choices: readonly Choice[], names: Element['names'] = null) =>
		Array.from({ length: end - start }, (_, i) => one(start + i, 1, choices, names));
	if (line === 0 && start < 5 && layout.prefix)
		return each([]).map((element, i) => ({ ...element, choices: singles(layout.prefix?.charAt(start + i) ?? '') }));
	switch (field.kind) {
		case 'documentCode':
			return [one(start, 1, singles(layout.firstLetters)), one(start + 1, 1, secondLetters(layout))];
		case 'state':
			return [one(start, 3, STATE)];
		case 'date':
		case 'dateOfBirth':
			return [
				one(start, 1, YEAR_DIGIT),
				one(start + 1, 1, YEAR_DIGIT),
				one(start + 2, 2, MONTH),
				one(start + 4, 2, DAY)
			];
		case 'monthOfIssue':
			return [one(start, 1, DIGIT), one(start + 1, 1, DIGIT), one(start + 2, 2, MONTH)];
		case 'sex':
			return each(SEX);
		case 'names':
			return each(NAME_LETTER, 'names');
		case 'secondaryName':
			return each(NAME_LETTER, 'names');
		case 'primaryName':
			return each(NAME_LETTER, 'name');
		case 'digits':
			return each(DIGIT);
		case 'number':
		case 'optional':
		case 'office':
			return each(ALPHANUMERIC);
		default:
			return field.kind satisfies never;
	}
}

/** P and V are mostly followed by a filler; cards by a filler, a letter of the state's choice, or 1 and 2 (green cards of the USA). */
function secondLetters(layout: MrzLayout): Choice[] {
	const usual = layout.firstLetters === 'P' ? '<DOSMRTAEBPL' : layout.firstLetters === 'V' ? '<' : '<DRPSTVCLA';
	return [...NAME_LETTER, ...DIGIT.slice(1)].map(({ text }) => ({
		text,
		cost: usual.indexOf(text) === 0 ? 0 : usual.includes(text) ? 0.5 : ODD_CODE
	}));
}

/** Places outside every field: check digits, and what fills TD1's place of the digit when a long number goes on. */
function checkChoices(layout: MrzLayout, line: number, at: number): Choice[] {
	const check = layout.checks.find(({ digit }) => digit.line === line && digit.index === at);
	if (!check) return isRestOfNumber(layout, line, at) ? ALPHANUMERIC : singles(FILLER);
	return [...DIGIT, { text: FILLER, cost: check.fillerWhenEmpty ? 0 : UNKNOWN_DATE_PART }];
}

/** A long number goes on outside the field of its first nine characters. */
function isRestOfNumber(layout: MrzLayout, line: number, at: number): boolean {
	return layout.checks.some(
		({ name, over }) =>
			name === 'documentNumber' && over.some((part) => part.line === line && at >= part.start && at < part.end)
	);
}

/** Three letters that no table lists: let stand, at a cost. */
export const FREE_STATE_LETTERS = NAME_LETTER;
export const FREE_STATE_COST = 3 * UNLISTED_STATE_LETTER;
