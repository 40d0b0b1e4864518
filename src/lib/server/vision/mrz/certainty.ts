/** How sure each letter of a decoded zone is, once what the grammar rules out no longer counts as a doubt. Pure. */
import { ALPHABET_SIZE, letterIndex } from './alphabet';
import { elementsOf } from './grammar';
import type { MrzLayout } from './layout';

/** Shapes that a recogniser gives for each other; where the grammar allows only one of the two, the other means it as well. */
const TWINS = ['O0', 'I1', 'B8', 'S5', 'Z2', 'G6'];

/**
 * For each place the larger of two numbers 0…1: the decoder's `scores`, which expect any letter to be mistaken, and what
 * the recogniser and the glyphs saw there themselves (`rows`, places × ALPHABET_SIZE probabilities of each line).
 */
export function letterCertainty(
	layout: MrzLayout,
	lines: readonly string[],
	scores: readonly (readonly number[])[],
	rows: readonly (readonly Float32Array[])[]
): number[][] {
	const allowed = allowedLetters(layout);
	return lines.map((text, line) =>
		Array.from(text, (letter, place) => {
			const row = rows[line]?.[place];
			const twin = twinOf(letter);
			const counts = twin >= 0 && allowed[line]?.[place]?.[twin] !== 1;
			const seen = (row?.[letterIndex(letter)] ?? 0) + (counts ? (row?.[twin] ?? 0) : 0);
			return Math.max(scores[line]?.[place] ?? 0, seen);
		})
	);
}

function twinOf(letter: string): number {
	const pair = TWINS.find((each) => each.includes(letter));
	return pair === undefined ? -1 : letterIndex(pair.replace(letter, ''));
}

const known = new WeakMap<MrzLayout, Uint8Array[][]>();

/** 1 for each letter that may stand at a place; worked out once a layout. */
function allowedLetters(layout: MrzLayout): Uint8Array[][] {
	const found = known.get(layout);
	if (found) return found;
	const places = Array.from({ length: layout.lineCount }, () =>
		Array.from({ length: layout.lineLength }, () => new Uint8Array(ALPHABET_SIZE))
	);
	for (const { line, start, length, choices } of elementsOf(layout)) {
		for (const { text } of choices) {
			for (let i = 0; i < length; i++)
				places[line]?.[start + i]?.fill(1, letterIndex(text.charAt(i)), letterIndex(text.charAt(i)) + 1);
		}
	}
	known.set(layout, places);
	return places;
}
