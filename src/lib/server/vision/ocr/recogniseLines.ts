/** Reads pictures of single lines (PP-OCRv4 recogniser, CTC). */
import type { RgbImage } from '../types';
import type { ModelRunner } from './modelRunner';

/** Height that the recogniser was trained at. */
export const LINE_HEIGHT = 48;
/** Pixels a step of the recogniser's output stands for. */
export const STEP_WIDTH = 8;

/** Probabilities of one line: `steps` rows of `classes` numbers. Class 0 is the CTC blank, class i is `charset[i]`. */
export interface LineLattice {
	steps: number;
	classes: number;
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

/** One lattice a picture, in the order given. Every picture must be LINE_HEIGHT high. Rejects with ModelUnavailable. */
export async function recogniseBatch(models: ModelRunner, lines: readonly RgbImage[]): Promise<LineLattice[]> {
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
	const output = await models.run('text-recognizer', { data: input, dims: [lines.length, 3, LINE_HEIGHT, width] });
	const tensor = Object.values(output)[0];
	if (!tensor) return [];
	const steps = tensor.dims[1] ?? 0;
	const classes = tensor.dims[2] ?? 0;
	return lines.map((line, n) => ({
		steps,
		classes,
		probabilities: tensor.data.subarray(n * steps * classes, (n + 1) * steps * classes),
		width: (line.width * steps * STEP_WIDTH) / width
	}));
}

/** One class a character, in the recogniser's own order: blank, the key file's lines, and a space. */
export function parseCharset(keyFile: string): string[] {
	const keys = keyFile.split('\n').map((line) => line.replace(/\r$/, ''));
	while (keys.at(-1) === '') keys.pop();
	return ['', ...keys, ' '];
}

/** The best letter at each step, repeats and blanks folded; `score` is the mean of the letters' probabilities, 0…1. */
export function greedyText(lattice: LineLattice, charset: readonly string[]): { text: string; score: number } {
	const { probabilities, classes } = lattice;
	let text = '';
	let sum = 0;
	let count = 0;
	let previous = 0;
	for (let step = 0; step < lattice.steps; step++) {
		const first = step * classes;
		let best = first;
		let probability = probabilities[first] ?? 0;
		// No second letter can be above a half: most steps are settled by the blank alone.
		for (let at = first + 1, end = first + classes; at < end && probability <= 0.5; at++) {
			const value = probabilities[at] ?? 0;
			if (value > probability) {
				probability = value;
				best = at;
			}
		}
		const letter = best - first;
		if (letter !== 0 && letter !== previous) {
			text += charset[letter] ?? '';
			sum += probability;
			count++;
		}
		previous = letter;
	}
	return { text: text.trim(), score: count ? sum / count : 0 };
}
