/** Reads pictures of single lines (PP-OCRv4 recogniser, CTC). */
import type { RgbImage } from '../types';
import type { ModelRunner } from './modelRunner';

/** Height that the recogniser was trained at. */
export const LINE_HEIGHT = 48;
/** Pixels a step of the recogniser's output stands for. */
export const STEP_WIDTH = 8;

/** Probabilities of one line: `steps` rows of as many numbers as there are columns (classes asked for). */
export interface LineLattice {
	steps: number;
	columns: number;
	probabilities: Float32Array;
	/** Width in pixels of the line's picture, at STEP_WIDTH a step; steps behind it are padding of the batch. */
	width: number;
}

/**
 * A batch of this many pixels in a row is the fastest: a larger one leaves the processor's cache (two lines of 1,344 cost
 * a fifth more together than apart, three a third), a smaller one pays for its start too often.
 */
const BATCH_PIXELS = 1024;

/**
 * Which lines to read together, as indices, the widest batches first. A batch is as wide as its widest line, so lines of
 * similar width share one.
 */
export function batchesOf(lines: readonly { width: number }[]): number[][] {
	const order = Array.from(lines.keys()).sort((a, b) => widthOf(lines, a) - widthOf(lines, b));
	const batches: number[][] = [];
	for (const index of order) {
		const batch = batches.at(-1);
		const first = batch?.[0];
		const width = widthOf(lines, index);
		const fits =
			batch !== undefined &&
			first !== undefined &&
			width <= widthOf(lines, first) * 1.15 + 16 &&
			width * (batch.length + 1) <= BATCH_PIXELS;
		if (fits) batch.push(index);
		else batches.push([index]);
	}
	return batches.reverse();
}

const widthOf = (lines: readonly { width: number }[], index: number) => lines[index]?.width ?? 0;

/** One line as the model gives it: of each step the likeliest class and its probability, and the classes asked for. */
export interface LineOutput {
	/** Class 0 is the CTC blank, class i is `charset[i]`. */
	letters: Float32Array;
	best: Float32Array;
	lattice: LineLattice;
}

/**
 * One output a picture, in the order given. Every picture must be LINE_HEIGHT high. Rejects with ModelUnavailable.
 * @param columns the classes whose probabilities are wanted
 */
export async function recogniseBatch(
	models: ModelRunner,
	lines: readonly RgbImage[],
	columns: readonly number[]
): Promise<LineOutput[]> {
	const widest = Math.max(...lines.map((line) => line.width), STEP_WIDTH * 2);
	const width = Math.ceil(widest / STEP_WIDTH) * STEP_WIDTH;
	const plane = width * LINE_HEIGHT;
	const input = new Float32Array(lines.length * 3 * plane);
	lines.forEach((line, n) => {
		for (let channel = 0; channel < 3; channel++) {
			for (let y = 0; y < LINE_HEIGHT; y++) {
				const to = (n * 3 + channel) * plane + y * width;
				const from = y * line.width * 3 + 2 - channel;
				for (let x = 0; x < line.width; x++) input[to + x] = (line.data[from + x * 3] ?? 0) / 127.5 - 1;
			}
		}
	});
	const { best, letter, chosen } = await models.run('text-recognizer', {
		x: { data: input, dims: [lines.length, 3, LINE_HEIGHT, width] },
		columns: { data: Float32Array.from(columns), dims: [columns.length] }
	});
	if (!best || !letter || !chosen) throw new Error('text-recognizer does not give best, letter and chosen');
	const steps = best.dims[1] ?? 0;
	return lines.map((line, n) => ({
		letters: letter.data.subarray(n * steps, (n + 1) * steps),
		best: best.data.subarray(n * steps, (n + 1) * steps),
		lattice: {
			steps,
			columns: columns.length,
			probabilities: chosen.data.slice(n * steps * columns.length, (n + 1) * steps * columns.length),
			width: (line.width * steps * STEP_WIDTH) / width
		}
	}));
}

/** One class a character, in the recogniser's own order: blank, the key file's lines, and a space. */
export function parseCharset(keyFile: string): string[] {
	const keys = keyFile.split('\n').map((line) => line.replace(/\r$/, ''));
	while (keys.at(-1) === '') keys.pop();
	return ['', ...keys, ' '];
}

/** The best letter at each step, repeats and blanks folded; `score` is the mean of the letters' probabilities, 0…1. */
export function greedyText({ letters, best }: LineOutput, charset: readonly string[]): { text: string; score: number } {
	let text = '';
	let sum = 0;
	let count = 0;
	let previous = 0;
	for (const [step, letter] of letters.entries()) {
		if (letter !== 0 && letter !== previous) {
			text += charset[letter] ?? '';
			sum += best[step] ?? 0;
			count++;
		}
		previous = letter;
	}
	return { text: text.trim(), score: count ? sum / count : 0 };
}
