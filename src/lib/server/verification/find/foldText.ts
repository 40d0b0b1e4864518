/** Pure. How names and numbers are made comparable before they are hashed: what a person types need not be what was printed. */

const MOST_WORDS = 12;

/** Words without case, accents and punctuation: "José-Maria MÜLLER" → jose, maria, muller. Letters of every script stay. */
export const foldWords = (text: string): string[] =>
	[...new Set(fold(text).split(/[^\p{L}\p{N}]+/u))].filter(Boolean).slice(0, MOST_WORDS);

/** One word of all letters and digits: "AB 123-456" → ab123456. Empty where there are none. */
export const foldWhole = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss');
