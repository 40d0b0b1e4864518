/** Recognises the line of an address that holds the postal code. Pure. */

export interface PostalLine {
	/** The street stands in the same line, before the town. */
	isWhole: boolean;
	/** The code alone. */
	code: string;
}

const US_STATES =
	'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]';
const PATTERNS: readonly RegExp[] = [
	// ANYTOWN, PA 18062-1234
	new RegExp(`[\\s,.]?(?:${US_STATES})[\\s.]*(\\d{5}(?:-\\d{4})?)$`),
	// LONDON SW1A 1AA
	/\b([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$/,
	// OTTAWA ON K1A 0B1
	/\b([ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d)$/,
	// 75008 PARIS, D-10115 Berlin, 1012 AB Amsterdam, 00-950 Warszawa
	/^(?:[A-Z]{1,2}[- ])?(\d{2}-\d{3}|\d{4,6}(?:\s?[A-Z]{2})?)[\s,]*[\p{Lu}][\p{L}' .-]{2,}(?:\s\d{1,2})?$/u,
	// 179 Orchard Street, 41731 Lakemont
	/,\s*(\d{4,6})\s+\p{Lu}[\p{L}' .-]{2,}$/u
];

/** Null where the text does not end an address. */
export function postalLine(text: string): PostalLine | null {
	const line = text.trim().replace(/[.,;]+$/, '');
	if (line.length > 90 || /[$€£@]|\d[.,]\d{2}\b/.test(line)) return null;
	for (const [index, pattern] of PATTERNS.entries()) {
		const match = pattern.exec(index === 3 || index === 4 ? line : line.toUpperCase());
		if (match?.[1] === undefined) continue;
		const before = line.slice(0, line.toUpperCase().lastIndexOf(match[1].toUpperCase()));
		return { isWhole: hasStreet(before), code: match[1] };
	}
	return null;
}

/** A house number and a word, in either order. */
export function hasStreet(text: string): boolean {
	const words = /\p{L}{2,}/u.test(text);
	return (
		words &&
		(/^\s*\d{1,6}\s?[A-Za-z]?\b|^\s*\d{1,6}\p{L}{2,}/u.test(text) ||
			/\p{L}\s?\.?\s\d{1,4}\s?[a-z]?(?:\s*,|\s*$)/u.test(text) ||
			/^P\.?\s?O\.?\s?BOX/i.test(text))
	);
}
