/** Numbers of documents and people in printed text. Pure. */
import { key } from './approximate';
import { findDates } from './printedDates';

/** Longest number of a document that is printed in one piece; AAMVA allows 25, no state prints more than 20. */
const MOST = 20;

/** The number in a piece of text, as printed, or null. Words, dates and prices of letters are none. */
export function numberIn(text: string): string | null {
	return numbersIn(text).find((each) => isNumber(each)) ?? null;
}

/** Stretches that may be numbers, first to last: pieces that are parted by spaces are put together where all but one are short. */
export function numbersIn(text: string): string[] {
	const pieces = text
		.toUpperCase()
		.split(/[^A-Z0-9./-]+/)
		.map(trimmed)
		.filter(Boolean);
	const found: string[] = [];
	for (let from = 0; from < pieces.length; from++) {
		let joined = pieces[from] ?? '';
		let next = from + 1;
		while (next < pieces.length && belongs(joined, pieces[next] ?? '')) joined += ` ${pieces[next++] ?? ''}`;
		found.push(joined);
		from = next - 1;
	}
	return found;
}

const trimmed = (piece: string): string => piece.replace(/^[./-]+|[./-]+$/g, '');

/** `AA` and `0000000`, `12 345 678`, `B` behind digits: not two numbers side by side, not a word and a number. */
function belongs(before: string, piece: string): boolean {
	if (key(before + piece).length > 15 || isDate(before) || isDate(piece)) return false;
	if (/^[A-Z]{1,3}$/.test(before)) return /\d/.test(piece) || piece.length === 1;
	if (/^[A-Z]$/.test(piece)) return true;
	const last = before.split(' ').at(-1) ?? '';
	return /^\d{1,4}$/.test(piece) && /^[A-Z]{0,3}\d{1,4}$/.test(last);
}

function isNumber(text: string): boolean {
	const letters = key(text);
	const digits = letters.replace(/\D/g, '').length;
	if (letters.length < 4 || letters.length > MOST || digits < 2) return false;
	// A word runs into a number where a space was lost; numbers seldom hold eight letters in a row.
	return digits * 5 >= letters.length && !/[A-Z]{8}/.test(letters) && !isDate(text);
}

/** The text is a date and little else: no place, no number of a document. */
export const isDate = (text: string): boolean => findDates(text).some((date) => date.raw.length >= text.length - 2);

/**
 * Without spaces and punctuation, O and 0, I and 1 as one: recognisers cannot tell them apart in print, and check digits can
 * (ICAO 9303-3: their values differ by 24 and 17). No other letters: L and 1, B and 1 … are of the 52 pairs that check
 * digits cannot see.
 */
export const alike = (text: string): string => key(text).replaceAll('O', '0').replaceAll('I', '1');

/** The printed number with those letters taken as the zone has them that print alike. Null where anything else differs. */
export function asInZone(printed: string, zone: string): string | null {
	if (alike(printed) !== alike(zone)) return null;
	const letters = key(zone);
	let at = 0;
	return [...printed].map((each) => (key(each) === '' ? each : letters.charAt(at++))).join('');
}
