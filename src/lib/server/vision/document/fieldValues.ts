/** What counts as a value of each field, and how it is written down. Pure. */
import { key } from './approximate';
import { STATE_NAMES, type LabelledField } from './labels';
import { findDates, type DateOrder } from './printedDates';

/** The value in a piece of text, or null where none of that kind stands there. */
export function valueIn(field: LabelledField, text: string, order: DateOrder): string | null {
	const clean = text.replace(/[<《]+.*$/, '').trim();
	switch (field) {
		case 'dateOfBirth':
		case 'dateOfExpiry':
		case 'dateOfIssue': {
			const dates = findDates(clean, order);
			return dates[0]?.value ?? null;
		}
		case 'documentNumber':
		case 'personalNumber':
			return numberIn(clean);
		case 'sex':
			return sexIn(clean);
		case 'nationality':
			return nationalityIn(clean);
		case 'fullName':
		case 'primaryIdentifier':
		case 'secondaryIdentifier':
			return nameIn(clean);
		case 'placeOfBirth':
		case 'authority':
			return key(clean).length >= 3 && !isDate(clean) ? clean : null;
		case 'address':
			return key(clean).length >= 3 ? clean : null;
		default:
			return field satisfies never;
	}
}

function numberIn(text: string): string | null {
	const match = /[A-Z0-9][A-Z0-9 ./-]{3,22}[A-Z0-9]/.exec(text.toUpperCase());
	if (!match) return null;
	const digits = match[0].replace(/\D/g, '').length;
	return digits >= 3 && digits * 2.5 >= key(match[0]).length && !isDate(match[0]) ? match[0].trim() : null;
}

/** The text is a date and little else: no place, no number of a document. */
const isDate = (text: string): boolean => findDates(text).some((date) => date.raw.length >= text.length - 2);

/** M and F, and the words of other languages: W (weiblich), K (kobieta), N (naine), Z (žena, ženski), V (vīrietis, vyras). */
function sexIn(text: string): string | null {
	const letters = text.toUpperCase().replace(/[^A-ZŽ/]/g, '');
	const parts = letters.split('/').filter(Boolean);
	const known = parts.map((part) => SEXES[part]).filter((sex) => sex !== undefined);
	const international = parts.find((part) => part === 'M' || part === 'F');
	return international ?? known[0] ?? null;
}

const SEXES: Record<string, string> = {
	M: 'M',
	F: 'F',
	X: 'X',
	W: 'F',
	K: 'F',
	N: 'F',
	Z: 'F',
	Ž: 'F',
	V: 'M',
	S: 'F',
	MALE: 'M',
	FEMALE: 'F',
	MANN: 'M',
	MUSKI: 'M',
	ZENSKI: 'F',
	MASC: 'M',
	FEM: 'F'
};

function nationalityIn(text: string): string | null {
	const letters = key(text).replace(/[0-9]/g, '');
	if (letters.length < 2 || letters.length < key(text).length * 0.8) return null;
	return STATE_NAMES[letters] ?? text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

function nameIn(text: string): string | null {
	const clean = text.replace(/^(?:\d{1,2}[a-d]?[.\s)]*)/, '').replace(/^[^\p{L}]+|[^\p{L}.]+$/gu, '');
	const letters = clean.replace(/[^\p{L}]/gu, '').length;
	if (letters < 2 || /\d/.test(clean) || letters < clean.length * 0.7) return null;
	return clean;
}

/** Same number but for letters that recognisers cannot tell from digits. */
export function sameNumber(a: string, b: string): boolean {
	return alike(a) === alike(b);
}

export const alike = (text: string) =>
	key(text).replaceAll('O', '0').replaceAll('Q', '0').replaceAll('I', '1').replaceAll('L', '1');

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
	return [...new Set([key(upper.replaceAll('Æ', 'AE')), key(long), key(upper.replaceAll('Ñ', 'NN'))])];
}
