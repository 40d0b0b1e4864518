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
	Ħ: 'H',
	Ŋ: 'N',
	Ŧ: 'T',
	ĸ: 'Q',
	İ: 'I',
	ı: 'I'
};

/** Capitals without accents; all else one space. */
export const bareLetters = (text: string): string =>
	text
		.toUpperCase()
		.replace(/[ØÐŁĐĦŦ]/g, (letter) => ({ Ø: 'O', Ð: 'D', Ł: 'L', Đ: 'D', Ħ: 'H', Ŧ: 'T' })[letter] ?? letter)
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** As bareLetters, national letters written out as in a machine-readable zone. */
export const expandedLetters = (text: string): string =>
	bareLetters([...text.toUpperCase()].map((letter) => EXPANSIONS[letter] ?? letter).join(''));

/** Titles that some documents print before a name. */
const TITLES = new Set(['MR', 'MRS', 'MS', 'DR', 'PROF', 'HERR', 'FRAU']);

const words = (text: string): string[] => text.split(' ').filter((word) => word && !TITLES.has(word));

/**
 * Two spellings of one name: accents, case, hyphens and the ICAO transliterations aside, also where a reader lost the marks of
 * the letters that were transliterated. One may be cut short, as the MRZ cuts long names: then every word of the shorter one
 * must begin a word of the longer one, in order.
 */
export function samePersonName(a: string, b: string): boolean {
	return spellings(a).some((left) => spellings(b).some((right) => sameWords(left, right))) || sameUnmarked(a, b);
}

const spellings = (text: string): string[][] => [words(bareLetters(text)), words(expandedLetters(text))];

/**
 * Letters that ICAO Doc 9303-3, section 6, lets a zone write for one with a mark: Ä Æ as AE, Å as AA, Ö Ø as OE, Ü as UE or
 * UXX, Ñ as NXX; and Ñ as NN, which older documents have.
 */
const WRITTEN_OUT = /AE|AA|OE|UE|UXX|NXX|NN/g;

/** As sameWords, each written-out letter as the bare one, but letters that were bare all along must stay so in both. */
function sameUnmarked(a: string, b: string): boolean {
	return spellings(a).some((left) =>
		spellings(b).some((right) => unmarks(left.join(' '), right.join(' ')) || unmarks(right.join(' '), left.join(' ')))
	);
}

/** The first is the second with some of its written-out letters bare; all other letters are equal. */
function unmarks(bare: string, written: string): boolean {
	const letters = (text: string) => text.replaceAll(' ', '');
	if (letters(bare).length < 2) return false;
	const pattern = letters(written).replace(WRITTEN_OUT, (pair) => `${pair.charAt(0)}(?:${pair.slice(1)})?`);
	return new RegExp(`^${pattern}$`, 'u').test(letters(bare));
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
	const wanted = (text: string) => [words(bareLetters(text)), words(expandedLetters(text))];
	return wanted(expected).some(
		(needles) =>
			needles.length > 0 &&
			wanted(read).some(
				(hay) => needles.every((needle) => hay.includes(needle)) || hay.join('').includes(needles.join(''))
			)
	);
}

/**
 * Whether a name on a letter can be the holder's as to the given names: one of them, or its initial, stands there, or nothing
 * beside the surname does. Someone else of the family is someone else.
 */
export function givenNameFits(read: string, surname: string, givenNames: string): boolean {
	const forms = (text: string): string[][] => [words(bareLetters(text)), words(expandedLetters(text))];
	const surnames = new Set(forms(surname).flat());
	return forms(read).some((name) => {
		const rest = name.filter((word) => !surnames.has(word) && word !== 'AND' && word !== 'ET' && word !== 'UND');
		return (
			rest.length === 0 ||
			givenNames.trim() === '' ||
			forms(givenNames).some((given) =>
				given.some((one) => rest.some((word) => word === one || word === one.charAt(0) || name.join('').includes(one)))
			)
		);
	});
}

/**
 * Document numbers: case, spaces, hyphens and fillers aside. O and 0, I and 1 count as alike: in print a reader cannot tell them
 * apart, and check digits can (they differ by 24 and 17, not by a multiple of 10), so nothing forged slips through by it.
 * Where the zone has no room for all of a number, the first nine characters of it count; noughts that fill a printed number up
 * from the left do not.
 */
export function sameNumber(a: string, b: string): boolean {
	const [left, right] = [normalNumber(a), normalNumber(b)];
	if (left === '' || right === '') return false;
	if (left === right || isOpening(left, right) || isOpening(right, left)) return true;
	return isFilledUp(a, right) || isFilledUp(b, left);
}

/** ICAO Doc 9303-4 to -7: the document number's place in a zone. Longer ones go on elsewhere, or are cut there. */
const ZONE_LENGTH = 9;

const isOpening = (short: string, long: string): boolean => short.length === ZONE_LENGTH && long.startsWith(short);

/**
 * A number printed in groups that begin with noughts (`000-5903358-01`): the zone leaves out as many as make it fit. A nought in
 * front of a number that would have fitted is a character like any other.
 */
function isFilledUp(printed: string, zone: string): boolean {
	const whole = normalNumber(printed);
	const rest = whole.replace(/^0+/, '');
	return /^0+[\s-]/.test(printed.trim()) && whole.length > ZONE_LENGTH && rest === zone && zone.length <= ZONE_LENGTH;
}

const normalNumber = (text: string): string =>
	text
		.toUpperCase()
		.replace(/[^A-Z0-9]/g, '')
		.replaceAll('O', '0')
		.replaceAll('I', '1');
