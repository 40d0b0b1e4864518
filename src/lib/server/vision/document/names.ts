/** Names as documents print them. Pure. */
import { key } from './approximate';

/** Titles that cards print in front of the name. */
const TITLES = new Set('DR MAG PROF ING DIPLING MAGDR DDR HERR FRAU MR MRS MS'.split(' '));

/** What goes before a name given up at marriage, or before the husband's: the surname ends there. */
const FORMER_NAME =
	/(?:^|\s+)(?:geb\.?|geborene?|née?|z domu|roz\.|rozen[áa]|född|født|e\/v|e\.v\.|born)\s+(?=\p{L}).*$/iu;

/** A name and nothing else, or null. Digits that print like letters are taken for letters. */
export function nameIn(text: string): string | null {
	const clean = lettersOnly(text)
		.replace(FORMER_NAME, '')
		.replace(/^(?:\d{1,2}[a-d]?[.\s)]*)/, '')
		.replace(/^[^\p{L}]+|[^\p{L}.]+$/gu, '');
	const letters = clean.replace(/[^\p{L}]/gu, '').length;
	if (letters < 2 || /\d/.test(clean) || letters < clean.replace(/\s/g, '').length * 0.8) return null;
	return /[:;<>|{}[\]_=+"]/.test(clean) ? null : clean;
}

/** A nought or a one between letters is an O or an I. */
export const lettersOnly = (text: string): string =>
	text.replace(/(?<=\p{L})0(?=\p{L})/gu, 'O').replace(/(?<=\p{Lu})1(?=\p{Lu})/gu, 'I');

export const isTitle = (text: string): boolean =>
	text.split(/[\s.]+/).every((word) => word === '' || TITLES.has(key(word)));

/** `ERIKSSON, ANNA MARIA` in two. Null without a comma. */
export function atComma(text: string): { primary: string; secondary: string } | null {
	const [primary = '', secondary = '', ...more] = text.split(/\s*[,，]\s*/);
	return more.length === 0 && key(primary).length > 1 && key(secondary).length > 1 ? { primary, secondary } : null;
}

/**
 * Spellings of a printed name in a machine-readable zone (ICAO 9303-3, section 6): letters with marks drop them or become
 * two letters.
 */
export function nameSpellings(text: string): string[] {
	const upper = text.toUpperCase();
	const long = upper
		.replaceAll('Ä', 'AE')
		.replaceAll('Ö', 'OE')
		.replaceAll('Ü', 'UE')
		.replaceAll('Ø', 'OE')
		.replaceAll('Å', 'AA')
		.replaceAll('Æ', 'AE')
		.replaceAll('Ñ', 'NXX')
		.replaceAll('ẞ', 'SS');
	return [...new Set([key(upper), key(long), key(upper.replaceAll('Ñ', 'NN'))])];
}

/** One spelling of letters whose marks the recogniser may have lost: `MULLER` as read, `MUELLER` in the zone. */
export const withoutMarks = (text: string): string =>
	key(text).replaceAll('AE', 'A').replaceAll('OE', 'O').replaceAll('UE', 'U').replaceAll('AA', 'A');

/** The first letters of a text so far as they make up this many letters of its key, and what follows. */
export function splitAfter(text: string, letters: number): [string, string] {
	let seen = 0;
	let at = 0;
	for (const character of text) {
		if (seen >= letters) break;
		seen += key(character).length;
		at += character.length;
	}
	const trim = (part: string) => part.replace(/^[^\p{L}]+|[^\p{L}.]+$/gu, '');
	return [trim(text.slice(0, at)), trim(text.slice(at))];
}
