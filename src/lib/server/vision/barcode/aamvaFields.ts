/** AAMVA elements → fields in the words of the other sources. Pure, never throws. */
import type { FieldName } from '$lib/contract/slots';
import type { ExtractedField } from '../types';
import type { AamvaDocument } from './aamva';

/** A PDF417 symbol is either decoded whole, by its error correction, or not at all. */
const SCORE = 1;

export function aamvaFields(document: AamvaDocument, problems: string[]): ExtractedField[] {
	const { elements } = document;
	const fields: ExtractedField[] = [];
	const add = (name: FieldName, value: string | null | undefined): void => {
		if (value) fields.push({ name, value, source: 'barcode', score: SCORE, box: null });
	};
	const names = readNames(elements);
	add('primaryIdentifier', names.surname);
	add('secondaryIdentifier', names.givenNames);
	add('fullName', names.surname && names.givenNames ? `${names.givenNames} ${names.surname}` : null);
	add('documentNumber', present(elements.DAQ));
	const country = countryOf(document);
	const date = (id: string): string | null => {
		const raw = present(elements[id]);
		if (raw === null) return null;
		const parsed = parseDate(raw, document.aamvaVersion, country);
		if (parsed === null) problems.push(`${id} is not a date`);
		return parsed;
	};
	add('dateOfBirth', date('DBB'));
	add('dateOfExpiry', date('DBA'));
	add('dateOfIssue', date('DBD'));
	add('sex', readSex(elements.DBC));
	add('issuingState', country);
	add('address', readAddress(elements));
	for (const id of ['DAQ', 'DBB', 'DBA']) if (present(elements[id]) === null) problems.push(`${id} is missing`);
	if (names.surname === null) problems.push('no surname');
	return fields;
}

/** Annex D: NONE where there is nothing, UNAVL where the issuer does not know. */
function present(value: string | undefined): string | null {
	const trimmed = value?.trim().replace(/\s+/g, ' ') ?? '';
	return trimmed === '' || trimmed === 'NONE' || trimmed === 'UNAVL' || /^-+$/.test(trimmed) ? null : trimmed;
}

interface Names {
	surname: string | null;
	givenNames: string | null;
}

/**
 * DCS + DAC + DAD (from 2010 on), DCS + DCT (2005, 2009), DAB + DAC, or everything in DAA (2000). A name longer than its element
 * is cut, and DDE, DDF or DDG says T of it: that is no problem of the file, and where names are compared a cut one agrees
 * with the whole.
 */
function readNames(elements: Record<string, string>): Names {
	const separate = [present(elements.DAC), present(elements.DAD)].filter((part) => part !== null).join(' ');
	const together = present(elements.DCT)?.replace(/[, ]+/g, ' ').trim();
	const surname = present(elements.DCS) ?? present(elements.DAB);
	if (surname !== null) return { surname: surname.replace(/,\s*$/, ''), givenNames: separate || together || null };
	const combined = present(elements.DAA);
	if (combined === null) return { surname: null, givenNames: separate || together || null };
	return splitCombined(combined);
}

/** "LAST,FIRST,MIDDLE", "LAST,FIRST MIDDLE", "LAST@FIRST", or, on some licences, "FIRST MIDDLE LAST" without commas. */
function splitCombined(combined: string): { surname: string | null; givenNames: string | null } {
	if (/[,@]/.test(combined)) {
		const [surname = '', ...rest] = combined.split(/[,@]/).map((part) => part.trim());
		return { surname: surname || null, givenNames: rest.filter((part) => part !== '').join(' ') || null };
	}
	const words = combined.split(' ');
	const suffix =
		words.length > 2 && /^(?:JR|SR|I{2,3}|IV)\.?$/i.test(words.at(-1) ?? '') ? ` ${words.pop() ?? ''}` : '';
	const surname = words.pop() ?? '';
	return { surname: (surname + suffix).trim() || null, givenNames: words.join(' ') || null };
}

const CANADIAN = new Set(['AB', 'BC', 'MB', 'NB', 'NL', 'NF', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'PQ', 'SK', 'YT']);
/** Where DCG is missing, as before 2003: all other issuers of the format are states of the USA or its territories. */
function countryOf({ elements, aamvaVersion }: AamvaDocument): string | null {
	const country = present(elements.DCG)?.toUpperCase();
	if (country === 'CAN' || country === 'USA' || country === 'MEX') return country;
	const jurisdiction = present(elements.DAJ)?.toUpperCase() ?? '';
	if (CANADIAN.has(jurisdiction)) return 'CAN';
	if (country !== undefined && /^[A-Z]{3}$/.test(country)) return country;
	return /^[A-Z]{2}$/.test(jurisdiction) || aamvaVersion <= 2 ? 'USA' : null;
}

/** MMDDCCYY in the USA from version 02 on, CCYYMMDD in Canada and in version 01; many issuers mix them up, so both are tried. */
export function parseDate(raw: string, aamvaVersion: number, country: string | null): string | null {
	const digits = raw.replace(/[^0-9]/g, '');
	if (digits.length !== 8) return null;
	const american = isoDate(digits.slice(4), digits.slice(0, 2), digits.slice(2, 4));
	const bigEndian = isoDate(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
	return country === 'CAN' || aamvaVersion <= 1 ? (bigEndian ?? american) : (american ?? bigEndian);
}

function isoDate(year: string, month: string, day: string): string | null {
	const plausible = Number(year) >= 1880 && Number(year) <= 2150;
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
	return plausible && exists ? `${year}-${month}-${day}` : null;
}

/** ISO 5218 digits, or the letters of 2000; 9 is "not specified". */
function readSex(value: string | undefined): string | null {
	const SEXES: Record<string, string> = { '1': 'M', '2': 'F', '9': 'X', M: 'M', F: 'F', X: 'X' };
	return SEXES[value?.trim().toUpperCase() ?? ''] ?? null;
}

function readAddress(elements: Record<string, string>): string | null {
	const street = present(elements.DAG);
	if (street === null) return null;
	const region = [present(elements.DAJ), readPostalCode(elements.DAK)].filter((part) => part !== null).join(' ');
	return [street, present(elements.DAH), present(elements.DAI), region].filter((part) => part).join(', ');
}

/** Nine digits with four zeros at the end are a five-digit code in a fixed-width element. */
function readPostalCode(value: string | undefined): string | null {
	const code = present(value);
	return code === null ? null : code.replace(/^(\d{5})0000$/, '$1').replace(/^(\d{5})(\d{4})$/, '$1-$2');
}
