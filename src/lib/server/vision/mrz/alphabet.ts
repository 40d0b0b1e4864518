/** The letters of a machine-readable zone (ICAO 9303-3, section 4.3). Pure. */

export const FILLER = '<';
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const DIGITS = '0123456789';
/** Position in this string is the letter's index everywhere in this folder. */
export const MRZ_ALPHABET = `${DIGITS}${LETTERS}${FILLER}`;
export const ALPHABET_SIZE = MRZ_ALPHABET.length;
export const FILLER_INDEX = MRZ_ALPHABET.indexOf(FILLER);

/** Index in MRZ_ALPHABET, or −1. */
export function letterIndex(letter: string): number {
	return letter.length === 1 ? MRZ_ALPHABET.indexOf(letter) : -1;
}

/** ICAO 9303-3, 4.9: digits count as themselves, A…Z as 10…35, the filler as 0. Indexes of MRZ_ALPHABET are these values. */
export function letterValue(index: number): number {
	return index === FILLER_INDEX ? 0 : index;
}

/** What general recognisers give where a zone prints a filler. */
const FILLER_LOOKALIKES = '《〈«＜≤≪く‹{';

/**
 * The zone's letter that a recogniser's character stands for: capitals and digits themselves, small and accented
 * letters their capital, angle brackets of any script the filler. −1 where there is none.
 */
export function zoneLetter(character: string): number {
	if (character.length !== 1) return -1;
	if (FILLER_LOOKALIKES.includes(character)) return FILLER_INDEX;
	return letterIndex(character.normalize('NFKD').charAt(0).toUpperCase());
}
