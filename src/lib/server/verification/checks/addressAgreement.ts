/** Pure. How much of an expected postal address stands in a read one, however each country writes it. */
import { bareLetters, expandedLetters } from './compare';

/**
 * 0…1: the share of the expected address's words that stand in the read one, in whatever order; and no more than the share of its
 * numbers, because another house in the same street is another address. Accents, the usual abbreviations, the spaces of
 * postal codes, country prefixes, ZIP+4 and the country's name are no difference; a flat's number may be missing.
 */
export function addressAgreement(read: string, expected: string): number {
	const forms = (text: string): string[][] => [addressWords(bareLetters(text)), addressWords(expandedLetters(text))];
	return Math.max(...forms(read).flatMap((have) => forms(expected).map((want) => shareFound(have, want))));
}

function shareFound(have: readonly string[], want: readonly string[]): number {
	const found = new Set([...have, ...joinedPairs(have)]);
	const hits = want.map((word, index) => {
		const [before, after] = [want[index - 1], want[index + 1]];
		const joined =
			(before !== undefined && found.has(before + word)) || (after !== undefined && found.has(word + after));
		const isPrefix = COUNTRY_PREFIX.test(word) && after !== undefined && /^\d{4,5}$/.test(after);
		return found.has(word) || joined || isPrefix;
	});
	const share = (of: (word: string) => boolean): number => {
		const chosen = hits.filter((_, index) => of(want[index] ?? ''));
		return chosen.length === 0 ? 1 : chosen.filter(Boolean).length / chosen.length;
	};
	return want.length === 0
		? 0
		: Math.min(
				share(() => true),
				share((word) => /\d/.test(word))
			);
}

/** The country before a postal code, as in D-10115 and CH-8001. */
const COUNTRY_PREFIX = /^(?:A|B|CH|CZ|D|DE|DK|E|F|FR|I|IT|L|N|NL|PL|S|SE)$/;

/** `SW1A 1AA` and `SW1A1AA`, `12 a` and `12a`, `Haupt Straße` and `Hauptstr.` */
const joinedPairs = (words: readonly string[]): string[] =>
	words.flatMap((word, index) => (index === 0 ? [] : [(words[index - 1] ?? '') + word]));

function addressWords(letters: string): string[] {
	return (
		letters
			// The last four digits of a ZIP+4.
			.replace(/\b(\d{5}) \d{4}\b/g, '$1')
			.replace(UNIT, ' ')
			.replace(COUNTRY, '')
			.split(' ')
			.map((word) => alike(ABBREVIATIONS[word] ?? word.replace(STREET_ENDING, 'STR').replace(/PLATZ$/, 'PL')))
			.filter((word) => word !== '' && !FILLING.has(word))
	);
}

/** In a number, O and 0 or I and 1 are one: print does not tell them apart. */
const alike = (word: string): string => (/\d/.test(word) ? word.replaceAll('O', '0').replaceAll('I', '1') : word);

/** A flat with its number: bills and registers leave it out as often as not. */
const UNIT =
	/(?:^|(?<= ))(?:APT|APARTMENT|UNIT|FLAT|SUITE|STE|ROOM|RM|FLOOR|FL|ETAGE|WOHNUNG|WHG|PISO|INTERNO|INT|LOKAL|BUS) (?:\d+[A-Z]?|[A-Z])(?= |$)/g;
const COUNTRY =
	/ (?:UNITED STATES(?: OF AMERICA)?|USA|U S A|UNITED KINGDOM|GREAT BRITAIN|UK|CANADA|FRANCE|DEUTSCHLAND|GERMANY|OSTERREICH|AUSTRIA|SCHWEIZ|SUISSE|SWITZERLAND|ESPANA|SPAIN|ITALIA|ITALY|NEDERLAND|NETHERLANDS|BELGIQUE|BELGIUM|POLSKA|POLAND|SVERIGE|SWEDEN|UTOPIA)$/;
const STREET_ENDING = /(?:STRASSE|STRAAT|STR)$/;
/** Words that say nothing of where. */
const FILLING = new Set(['NO', 'NR', 'UL', 'THE', 'OF', 'DE', 'DES', 'DU', 'LA', 'LE', 'LES', 'L', 'D']);

/** USPS Publication 28, appendix C, and what Royal Mail, Canada Post and La Poste write short. */
const ABBREVIATIONS: Record<string, string> = {
	STREET: 'ST',
	SAINT: 'ST',
	ROAD: 'RD',
	AVENUE: 'AVE',
	AVENIDA: 'AVE',
	AV: 'AVE',
	AVDA: 'AVE',
	BOULEVARD: 'BLVD',
	BD: 'BLVD',
	BOUL: 'BLVD',
	DRIVE: 'DR',
	LANE: 'LN',
	COURT: 'CT',
	CRESCENT: 'CRES',
	PLACE: 'PL',
	SQUARE: 'SQ',
	TERRACE: 'TER',
	TERR: 'TER',
	PARKWAY: 'PKWY',
	HIGHWAY: 'HWY',
	CIRCLE: 'CIR',
	GARDENS: 'GDNS',
	GROVE: 'GRV',
	MOUNT: 'MT',
	FORT: 'FT',
	CHEMIN: 'CHE',
	CALLE: 'C',
	PLAZA: 'PZA',
	PIAZZA: 'PZA',
	NORTH: 'N',
	SOUTH: 'S',
	EAST: 'E',
	WEST: 'W',
	NORTHEAST: 'NE',
	NORTHWEST: 'NW',
	SOUTHEAST: 'SE',
	SOUTHWEST: 'SW'
};
