/** What counts as a value of each field, and how it is written down. Pure. */
import { key } from './approximate';
import type { LabelledField } from './labels';
import { lettersOnly, nameIn } from './names';
import { isDate, numberIn } from './numbers';
import { findDates, findTightDates, type DateOrder } from './printedDates';
import { STATE_NAMES } from './stateNames';

/** The value in a piece of text, or null where none of that kind stands there. */
export function valueIn(field: LabelledField, text: string, order: DateOrder): string | null {
	const clean = text.replace(/[<《]+.*$/, '').trim();
	switch (field) {
		case 'dateOfBirth':
		case 'dateOfIssue':
			return datesIn(clean, order)[0] ?? null;
		case 'dateOfExpiry':
			// `Valid from – until` prints both: the last is the end.
			return datesIn(clean, order).at(-1) ?? null;
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
			return lettersIn(clean) >= 3 && !isDate(clean) ? lettersOnly(clean) : null;
		case 'address':
			return lettersIn(clean) + digitsIn(clean) >= 3 && !isDate(clean) ? lettersOnly(clean) : null;
		default:
			return field satisfies never;
	}
}

const lettersIn = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;
const digitsIn = (text: string): number => text.match(/\d/g)?.length ?? 0;

/** Where a label asks for a date, eight digits in a row are one. */
function datesIn(text: string, order: DateOrder): string[] {
	const dates = findDates(text, order);
	return (dates.length > 0 ? dates : findTightDates(text, order)).map(({ value }) => value);
}

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
