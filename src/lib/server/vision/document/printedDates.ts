/** Dates as documents print them. Pure. */

export type DateOrder = 'dayFirst' | 'monthFirst' | 'yearFirst';

/** Three letters or more of each month, without accents, in the languages of European and North American documents. */
const MONTH_NAMES: readonly (readonly string[])[] = [
	[
		'JAN',
		'JANV',
		'ENE',
		'GEN',
		'GENN',
		'STY',
		'SIJ',
		'SAU',
		'IAN',
		'TAM',
		'OCA',
		'LED',
		'JAAN',
		'JANUAR',
		'JANUARY',
		'ENERO',
		'GENNAIO',
		'JANVIER'
	],
	[
		'FEB',
		'FEV',
		'FEVR',
		'FEBR',
		'LUT',
		'VELJ',
		'VEL',
		'VAS',
		'HEL',
		'SUB',
		'UNO',
		'VEEB',
		'FEBRUAR',
		'FEBRUARY',
		'FEBRERO',
		'FEBBRAIO',
		'FEVRIER'
	],
	['MAR', 'MARS', 'MRZ', 'MRT', 'OZU', 'KOV', 'MAAL', 'MARZ', 'MAERZ', 'BRE', 'MARCH', 'MARZO', 'MARTS', 'MAERTS'],
	['APR', 'AVR', 'AVRI', 'ABR', 'KWI', 'TRA', 'BAL', 'HUH', 'NIS', 'DUB', 'APRIL', 'ABRIL', 'APRILE', 'AVRIL'],
	['MAY', 'MAI', 'MAJ', 'MEI', 'MAG', 'SVI', 'GEG', 'TOU', 'KVE', 'MAYO', 'MAGGIO', 'MAIJ'],
	['JUN', 'JUIN', 'GIU', 'CZE', 'LIP', 'BIR', 'KES', 'IUN', 'HAZ', 'JUNI', 'JUUN', 'JUNE', 'JUNIO', 'GIUGNO'],
	['JUL', 'JUIL', 'LUG', 'SRP', 'LIEP', 'HEI', 'IUL', 'TEM', 'JULI', 'JUUL', 'JULY', 'JULIO', 'LUGLIO', 'JUILLET'],
	['AUG', 'AOU', 'AOUT', 'AGO', 'SIE', 'KOL', 'RGP', 'ELO', 'AGU', 'AUGUST', 'AGOSTO'],
	['SEP', 'SEPT', 'SET', 'WRZ', 'RUJ', 'RGS', 'SYY', 'EYL', 'ZAR', 'SEPTEMBER', 'SEPTIEMBRE', 'SETTEMBRE', 'SEPTEMBRE'],
	[
		'OCT',
		'OKT',
		'OTT',
		'PAZ',
		'SPA',
		'LOK',
		'EKI',
		'RIJ',
		'OUT',
		'OCTOBER',
		'OKTOBER',
		'OCTUBRE',
		'OTTOBRE',
		'OCTOBRE'
	],
	['NOV', 'LIS', 'STU', 'LAP', 'MAR', 'KAS', 'NOVEMBER', 'NOVIEMBRE', 'NOVEMBRE'],
	[
		'DEC',
		'DEZ',
		'DIC',
		'DES',
		'GRU',
		'PRO',
		'JOU',
		'ARA',
		'DETS',
		'DECEMBER',
		'DEZEMBER',
		'DICIEMBRE',
		'DICEMBRE',
		'DECEMBRE'
	]
];

/** A name stands for the first month listed; Polish LIP (July) and Croatian LIP (June) part by what follows the slash. */
const MONTH_OF = new Map<string, number>();
for (const [index, names] of MONTH_NAMES.entries()) {
	for (const name of names) if (!MONTH_OF.has(name)) MONTH_OF.set(name, index + 1);
}

export interface PrintedDate {
	/** YYYY-MM-DD. */
	value: string;
	/** What was printed. */
	raw: string;
	index: number;
}

const DAY_MONTH_YEAR = /(?<![0-9])(\d{1,2})\s*[-.,/ ]\s*(\d{1,2})\s*[-.,/ ]\s*((?:19|20)\d\d)(?![0-9])/g;
const DAY_MONTH_SHORT_YEAR = /(?<![0-9])(\d{1,2})\s*[-.,/ ]\s*(\d{1,2})\s*[-.,/ ]\s*(\d\d)(?![0-9])/g;

/** All dates in a line of text. Two-digit years are taken as 1950…2049 unless `century` says otherwise. */
export function findDates(text: string, order: DateOrder = 'dayFirst'): PrintedDate[] {
	const line = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
	const found: PrintedDate[] = [];
	const add = (match: RegExpMatchArray, year: string, month: number, day: number) => {
		const value = isoDate(fullYear(year), month, day);
		const index = match.index ?? 0;
		const taken = found.some((each) => index < each.index + each.raw.length && index + match[0].length > each.index);
		if (value && !taken) found.push({ value, raw: match[0].trim(), index });
	};
	for (const match of line.matchAll(/(?<![0-9]|[0-9][-./ ])((?:19|20)\d\d)[-./ ](\d{1,2})[-./ ](\d{1,2})(?![0-9])/g)) {
		add(match, match[1] ?? '', Number(match[2]), Number(match[3]));
	}
	// Whole years first: `3.14.07.1981` is item 3 and a date, not the third of the fourteenth.
	for (const pattern of [DAY_MONTH_YEAR, DAY_MONTH_SHORT_YEAR]) {
		for (const match of line.matchAll(pattern)) {
			const [first, second] = [Number(match[1]), Number(match[2])];
			const monthFirst = (order === 'monthFirst' && first <= 12) || second > 12;
			add(match, match[3] ?? '', monthFirst ? first : second, monthFirst ? second : first);
		}
	}
	for (const match of line.matchAll(
		/(?<![0-9])(\d{1,2})[\s.-]*([A-Z]{3,10})\.?(?:\s*\/\s*([A-Z0-9]{3,10}))?\.?[\s.,-]*((?:19|20)\d\d|\d\d)(?![0-9])/g
	)) {
		const month = monthNamed(match[3]) ?? monthNamed(match[2]);
		if (month) add(match, match[4] ?? '', month, Number(match[1]));
	}
	for (const match of line.matchAll(/([A-Z]{3,10})\.?\s*(\d{1,2})[\s.,-]+((?:19|20)\d\d)(?![0-9])/g)) {
		const month = monthNamed(match[1]);
		if (month) add(match, match[3] ?? '', month, Number(match[2]));
	}
	return found.sort((a, b) => a.index - b.index);
}

/** O for 0 and 1 for I are read into month names too. */
function monthNamed(name: string | undefined): number | undefined {
	if (!name) return undefined;
	const clean = name.replaceAll('0', 'O').replaceAll('1', 'I');
	for (let length = clean.length; length >= 3; length--) {
		const month = MONTH_OF.get(clean.slice(0, length));
		if (month) return month;
	}
	return undefined;
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
