/** Pure. When two readings of one thing say the same. */

/** ICAO Doc 9303-3, section 6: how national letters stand in the MRZ. Both the expanded and the bare form are accepted. */
const EXPANSIONS: Record<string, string> = {
	Ä: 'AE',
	Å: 'AA',
	Æ: 'AE',
	Ö: 'OE',
	Ø: 'OE',
	Œ: 'OE',
	Ü: 'UE',
	ẞ: 'SS',
	ß: 'SS',
	Þ: 'TH',
	Ð: 'D',
	Ñ: 'N',
	Ĳ: 'IJ',
	Ł: 'L',
	Đ: 'D',
	İ: 'I',
	ı: 'I'
};

const bare = (text: string): string =>
	text
		.toUpperCase()
		.replace(/[ØÐŁĐ]/g, (letter) => ({ Ø: 'O', Ð: 'D', Ł: 'L', Đ: 'D' })[letter] ?? letter)
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

const expanded = (text: string): string =>
	bare([...text.toUpperCase()].map((letter) => EXPANSIONS[letter] ?? letter).join(''));

/** Titles that some documents print before a name. */
const TITLES = new Set(['MR', 'MRS', 'MS', 'DR', 'PROF', 'HERR', 'FRAU']);

const words = (text: string): string[] => text.split(' ').filter((word) => word && !TITLES.has(word));

/**
 * Two spellings of one name: accents, case, hyphens and the ICAO transliterations aside. One may be cut short, as the MRZ
 * cuts long names: then every word of the shorter one must begin a word of the longer one, in order.
 */
export function samePersonName(a: string, b: string): boolean {
	const forms = (text: string) => [words(bare(text)), words(expanded(text))];
	return forms(a).some((left) => forms(b).some((right) => sameWords(left, right)));
}

function sameWords(a: string[], b: string[]): boolean {
	if (a.length === 0 || b.length === 0) return false;
	if (a.join('') === b.join('')) return true;
	const [short, long] = a.join('').length <= b.join('').length ? [a, b] : [b, a];
	if ((short[0]?.length ?? 0) < 2) return false;
	let from = 0;
	for (const word of short) {
		const at = long.findIndex((candidate, index) => index >= from && candidate.startsWith(word));
		if (at < 0) return false;
		from = at + 1;
	}
	return true;
}

/** Every word of the expected name stands in the read name, in whatever order. For what a tenant typed. */
export function nameContains(read: string, expected: string): boolean {
	const wanted = (text: string) => [words(bare(text)), words(expanded(text))];
	return wanted(expected).some(
		(needles) =>
			needles.length > 0 &&
			wanted(read).some(
				(hay) => needles.every((needle) => hay.includes(needle)) || hay.join('').includes(needles.join(''))
			)
	);
}

/**
 * Document numbers: case, spaces, hyphens and fillers aside. O and 0, I and 1 count as alike: in print a reader cannot tell them
 * apart, and check digits can (they differ by 24 and 17, not by a multiple of 10), so nothing forged slips through by it.
 */
export const sameNumber = (a: string, b: string): boolean =>
	normalNumber(a) === normalNumber(b) && normalNumber(a) !== '';
const normalNumber = (text: string): string =>
	text
		.toUpperCase()
		.replace(/[^A-Z0-9]/g, '')
		.replaceAll('O', '0')
		.replaceAll('I', '1');

/** Share of the expected address's words and numbers that stand in the read one, 0…1. Common abbreviations are alike. */
export function addressAgreement(read: string, expected: string): number {
	const wanted = addressWords(expected);
	if (wanted.length === 0) return 0;
	const found = new Set(addressWords(read));
	return wanted.filter((word) => found.has(word)).length / wanted.length;
}

const ABBREVIATIONS: Record<string, string> = {
	STREET: 'ST',
	STRASSE: 'STR',
	ROAD: 'RD',
	AVENUE: 'AVE',
	BOULEVARD: 'BLVD',
	DRIVE: 'DR',
	LANE: 'LN',
	APARTMENT: 'APT',
	SUITE: 'STE',
	NORTH: 'N',
	SOUTH: 'S',
	EAST: 'E',
	WEST: 'W'
};
const addressWords = (text: string): string[] =>
	bare(text)
		.split(' ')
		.filter(Boolean)
		.map((word) => ABBREVIATIONS[word] ?? word);
