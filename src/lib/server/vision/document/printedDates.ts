/** Dates as documents print them. Pure. */
import { monthNamed, romanMonth } from './monthNames';

export type DateOrder = 'dayFirst' | 'monthFirst' | 'yearFirst';

export interface PrintedDate {
	/** YYYY-MM-DD. */
	value: string;
	/** What was printed. */
	raw: string;
	index: number;
	/** Two digits stood for the year: the century is a guess. */
	isShortYear: boolean;
}

interface Pattern {
	pattern: RegExp;
	/** Year, month and day of a match, or null. */
	read(match: RegExpMatchArray, order: DateOrder): [year: string, month: number | undefined, day: number] | null;
}

const WORD = '([A-Z](?:[A-Z]|[01](?=[A-Z])){2,9})';
/** A second date may follow without a space: `10DEC11 12DEC16` as one word. */
const END = '(?![0-9])';
const END_OR_NEXT = '(?:(?![0-9])|(?=[0-3][0-9] ?[A-Z]{3}))';

const numeric = (match: RegExpMatchArray, order: DateOrder): [string, number, number] => {
	const [first, second] = [Number(match[1]), Number(match[2])];
	const isMonthFirst = (order === 'monthFirst' && first <= 12) || second > 12;
	return [match[3] ?? '', isMonthFirst ? first : second, isMonthFirst ? second : first];
};

/** The first that fits takes its place in the line: whole years go before short ones. */
const PATTERNS: readonly Pattern[] = [
	{
		pattern: /(?<![0-9]|[0-9][-./ ])((?:19|20)\d\d)[-./ ]{1,2}(\d{1,2})[-./ ]{1,2}(\d{1,2})(?![0-9])/g,
		read: (match) => [match[1] ?? '', Number(match[2]), Number(match[3])]
	},
	{
		// `3.14.07.1981` is item 3 and a date, not the third of the fourteenth.
		pattern: /(?<![0-9])(\d{1,2})\s*[-.,/ ]\s*(\d{1,2})\s*[-.,/ ]\s*((?:19|20)\d\d)(?![0-9])/g,
		read: numeric
	},
	{
		// One of the two full stops was lost: `31.122015`.
		pattern: /(?<![0-9]|[0-9][-.,/])(\d{2})(?:[-.,/](\d{2})|(\d{2})[-.,/])((?:19|20)\d\d)(?![0-9])/g,
		read: (match, order) => numeric([match[0], match[1] ?? '', match[2] ?? match[3] ?? '', match[4] ?? ''], order)
	},
	{
		pattern: /(?<![0-9])(\d{2}|\d(?=[./]))\s*([-.,/ ])\s*(\d{1,2})\s*\2\s*(\d\d)(?![0-9]|[./][0-9])/g,
		read: (match, order) => numeric([match[0], match[1] ?? '', match[3] ?? '', match[4] ?? ''], order)
	},
	{
		pattern: new RegExp(
			`(?:(?<![0-9])|(?<=[A-Z]{3}[0-9]{2}))([0-3OIL]?[0-9OIL])[\\s.-]*${WORD}\\.?(?:\\s*/\\s*${WORD})?\\.?[\\s.,-]*((?:19|20)\\d\\d${END}|\\d\\d${END_OR_NEXT})`,
			'g'
		),
		read: (match) => {
			const month = monthNamed(match[2] ?? '', match[3]);
			return [match[4] ?? '', month, dayOf(match)];
		}
	},
	{
		pattern: new RegExp(`${WORD}\\.?\\s*(\\d{1,2})[\\s.,-]+((?:19|20)\\d\\d)${END}`, 'g'),
		read: (match) => [match[3] ?? '', monthNamed(match[1] ?? ''), Number(match[2])]
	},
	{
		pattern: new RegExp(`(?<![0-9])((?:19|20)\\d\\d)[\\s.-]*${WORD}\\.?[\\s.-]*(\\d{1,2})${END}`, 'g'),
		read: (match) => [match[1] ?? '', monthNamed(match[2] ?? ''), Number(match[3])]
	},
	{
		pattern: /(?<![0-9])(\d{1,2})[\s.\-/]+([IVX]{1,4})[\s.\-/]+((?:19|20)\d\d)(?![0-9])/g,
		read: (match) => [match[3] ?? '', romanMonth(match[2] ?? ''), Number(match[1])]
	}
];

/** All dates in a line of text, first to last. Two-digit years are taken as 1950…2049. */
export function findDates(text: string, order: DateOrder = 'dayFirst'): PrintedDate[] {
	return find(text, order, PATTERNS);
}

const TIGHT: readonly Pattern[] = [
	{ pattern: /(?<![0-9])(\d{2})[ .]?(\d{2})[ .]?((?:19|20)\d\d)(?![0-9])/g, read: numeric },
	{ pattern: /^(\d{2})(\d{2})(\d{2})$/g, read: numeric },
	{
		pattern: /(?<![0-9])((?:19|20)\d\d)(\d{2})(\d{2})(?![0-9])/g,
		read: (match) => [match[1] ?? '', Number(match[2]), Number(match[3])]
	}
];

/** Digits in a row, `01012025`, `010125` alone: dates only where a label or the zone says so. */
export function findTightDates(text: string, order: DateOrder = 'dayFirst'): PrintedDate[] {
	return find(text, order, TIGHT);
}

function find(text: string, order: DateOrder, patterns: readonly Pattern[]): PrintedDate[] {
	const line = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
	const found: PrintedDate[] = [];
	for (const { pattern, read } of patterns) {
		for (const match of line.matchAll(pattern)) {
			const [year, month, day] = read(match, order) ?? ['', undefined, 0];
			const value = month === undefined ? null : isoDate(fullYear(year), month, day);
			const [index, raw] = [match.index, match[0].trim()];
			const isTaken = found.some((each) => index < each.index + each.raw.length && index + raw.length > each.index);
			if (value && !isTaken) found.push({ value, raw, index, isShortYear: year.length === 2 });
		}
	}
	return found.sort((a, b) => a.index - b.index);
}

/** `I5` and `O5` are days; behind another letter a lone digit has lost the one before it. NaN where no day can be told. */
function dayOf(match: RegExpMatchArray): number {
	const printed = (match[1] ?? '').replaceAll('O', '0').replace(/[IL]/g, '1');
	const before = match.input?.charAt((match.index ?? 0) - 1) ?? '';
	return printed.length === 1 && /[A-Z]/.test(before) ? NaN : Number(printed);
}

/** Printed two-digit years: 50…99 as 19xx. Callers that know what the date means resolve it better (see centuries). */
function fullYear(year: string): number {
	if (year.length === 4) return Number(year);
	return Number(year) >= 50 ? 1900 + Number(year) : 2000 + Number(year);
}

export function isoDate(year: number, month: number, day: number): string | null {
	const date = new Date(Date.UTC(year, month - 1, day));
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1850 || year > 2150) return null;
	return date.toISOString().slice(0, 10);
}

/** The United States, and what follows it, write the month first; some states the year. */
export function dateOrderOf(issuingState: string | null): DateOrder {
	if (issuingState === 'USA' || issuingState === 'FSM' || issuingState === 'PHL') return 'monthFirst';
	return 'dayFirst';
}
