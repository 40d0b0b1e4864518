/** What the grammar rules out and the picture shows all the same: a document in breach of ICAO 9303 is read as it is printed. Pure. */
import { ALPHABET_SIZE, letterIndex, MRZ_ALPHABET } from './alphabet';

interface ScoredLines {
	lines: readonly string[];
	/** 0…1, one row a line. */
	scores: readonly (readonly number[])[];
}

/**
 * Nats by which a chosen letter lies behind the one that the picture shows best. Broken check digits and odd grammar cost less
 * together, so farther behind lies only a letter whose betters were not allowed.
 */
const CONTRADICTED = 6;
/** Alike in OCR-B: there the grammar decides. */
const TWINS = ['0O', 'O0', '1I', 'I1'];

/** The text with contradicted letters as printed, each as sure as the picture is of it, and whether there were any. */
export function asPrinted(
	{ lines, scores }: ScoredLines,
	used: readonly { rows: readonly Float32Array[]; logs: readonly Float64Array[] }[]
): { lines: string[]; scores: number[][]; contradicted: boolean } {
	let contradicted = false;
	const printed = { lines: [...lines], scores: scores.map((row) => [...row]) };
	lines.forEach((text, line) => {
		const letters = [...text];
		letters.forEach((letter, place) => {
			const best = plainest(used[line]?.logs[place], letter);
			if (best < 0) return;
			contradicted = true;
			letters[place] = MRZ_ALPHABET.charAt(best);
			const row = printed.scores[line];
			if (row) row[place] = used[line]?.rows[place]?.[best] ?? 0;
		});
		printed.lines[line] = letters.join('');
	});
	return { ...printed, contradicted };
}

/** Index of the letter that the picture shows instead; −1 where it allows the one that was chosen. */
function plainest(logs: Float64Array | undefined, chosen: string): number {
	if (!logs) return -1;
	let best = 0;
	for (let c = 1; c < ALPHABET_SIZE; c++) if ((logs[c] ?? -Infinity) > (logs[best] ?? -Infinity)) best = c;
	const behind = (logs[best] ?? 0) - (logs[letterIndex(chosen)] ?? -Infinity);
	return behind > CONTRADICTED && !TWINS.includes(chosen + MRZ_ALPHABET.charAt(best)) ? best : -1;
}
