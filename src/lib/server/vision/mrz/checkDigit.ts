/** Check digits of ICAO 9303-3, section 4.9. Pure, never throws. */
import { ALPHABET_SIZE, letterIndex, letterValue, MRZ_ALPHABET } from './alphabet';

/** ICAO 9303-3, 4.9: the weights repeat along the text. */
export const CHECK_WEIGHTS = [7, 3, 1] as const;

export function checkWeight(position: number): number {
	return CHECK_WEIGHTS[position % 3] ?? 1;
}

/** The digit 0…9 over a text, or null where it holds a character that the zone does not have. */
export function checkDigit(text: string): number | null {
	let sum = 0;
	for (let i = 0; i < text.length; i++) {
		const index = letterIndex(text.charAt(i));
		if (index < 0) return null;
		sum += letterValue(index) * checkWeight(i);
	}
	return sum % 10;
}

/**
 * Pairs of letters of the same value modulo 10: swapping one for the other changes no check digit, so only the printed
 * zone can tell them apart. 52 of the 666 pairs; the filler counts as 0.
 */
export function blindPairs(): [string, string][] {
	const pairs: [string, string][] = [];
	for (let a = 0; a < ALPHABET_SIZE; a++) {
		for (let b = a + 1; b < ALPHABET_SIZE; b++) {
			if (letterValue(a) % 10 === letterValue(b) % 10) pairs.push([MRZ_ALPHABET.charAt(a), MRZ_ALPHABET.charAt(b)]);
		}
	}
	return pairs;
}
