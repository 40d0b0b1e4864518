import type { ExtractedField } from '../types';
import type { PlacedLine } from './placedLines';
import { findDates, type DateOrder } from './printedDates';

const NUMERIC = /(?<![0-9])(\d{1,2})\s*([-.,/ ])\s*(\d{1,2})\s*[-.,/ ]\s*((?:19|20)\d\d)(?![0-9])/g;
/** How the United States spell it, and nobody else. */
const AMERICAN = /LICENSE|DRIVERLIC/;
const ENGLISH = /^\d{0,2}[A-D]?(?:DOB|EXP|ISS)(?![A-Z])/;

/**
 * Whether 04/01/1993 is the first of April or the fourth of January. First by the document's own other dates (a number above 12
 * is a day) and its zone, then by the issuing state, then by the spelling of its labels. `isSure` is false where only the
 * custom of most states speaks: full stops between the numbers are sure, slashes under English labels are not.
 */
export function settleDateOrder(
	lines: readonly PlacedLine[],
	given: { order: DateOrder; mrz: readonly ExtractedField[] }
): { order: DateOrder; isSure: boolean } {
	const texts = lines.map(({ line }) => line.text);
	const dates = texts.flatMap((text) => Array.from(text.matchAll(NUMERIC)));
	const dayFirst = dates.filter(([, first]) => Number(first) > 12).length + agreeing(texts, given.mrz, 'dayFirst');
	const monthFirst =
		dates.filter(([, , , second]) => Number(second) > 12).length + agreeing(texts, given.mrz, 'monthFirst');
	if (dayFirst !== monthFirst) return { order: dayFirst > monthFirst ? 'dayFirst' : 'monthFirst', isSure: true };
	if (given.order !== 'dayFirst') return { order: given.order, isSure: true };
	const isEnglish = lines.some(({ key }) => ENGLISH.test(key));
	if (isEnglish && lines.some(({ key }) => AMERICAN.test(key))) return { order: 'monthFirst', isSure: true };
	const isOpen = dates.some(([, first, separator, second]) => separator === '/' && first !== second);
	return { order: 'dayFirst', isSure: !(isEnglish && isOpen) };
}

/** Dates that say what the zone says in this order, and not in the other. */
function agreeing(texts: readonly string[], mrz: readonly ExtractedField[], order: 'dayFirst' | 'monthFirst'): number {
	const known = mrz.filter(({ name }) => name.startsWith('dateOf')).map(({ value }) => value);
	const found = (each: DateOrder): number =>
		texts.flatMap((text) => findDates(text, each)).filter(({ value }) => known.includes(value)).length;
	return Math.max(0, found(order) - found(order === 'dayFirst' ? 'monthFirst' : 'dayFirst'));
}
