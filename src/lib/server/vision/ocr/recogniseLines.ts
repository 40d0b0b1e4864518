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
 * One lattice a picture, in the order given. Every picture must be LINE_HEIGHT high. Lines of similar width share a
 * batch, since a batch is as wide as its widest line.
 */
export async function recogniseLines(
	models: ModelRunner,
	lines: readonly RgbImage[],
	maxBatchPixels = BATCH_PIXELS
): Promise<LineLattice[]> {
	const order = lines.map((line, index) => ({ line, index })).sort((a, b) => a.line.width - b.line.width);
	const results: LineLattice[] = new Array<LineLattice>(lines.length);
	for (let start = 0; start < order.length;) {
		let end = start + 1;
		const first = order[start]?.line.width ?? 0;
		while (end < order.length) {
			const next = order[end]?.line.width ?? 0;
			if (next > first * 1.15 + 16 || next * (end - start + 1) > maxBatchPixels) break;
			end++;
		}
		const batch = order.slice(start, end);
		const lattices = await recogniseBatch(
			models,
			batch.map(({ line }) => line)
		);
		batch.forEach(({ index }, i) => {
			const lattice = lattices[i];
			if (lattice) results[index] = lattice;
		});
		start = end;
	}
	return results;
}

async function recogniseBatch(models: ModelRunner, lines: readonly RgbImage[]): Promise<LineLattice[]> {
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
	let text = '';
	let sum = 0;
	let count = 0;
	let previous = 0;
	for (let step = 0; step < lattice.steps; step++) {
		let best = 0;
		let probability = -1;
		for (let i = 0, at = step * lattice.classes; i < lattice.classes; i++, at++) {
			const value = lattice.probabilities[at] ?? 0;
			if (value > probability) {
				probability = value;
				best = i;
			}
		}
		if (best !== 0 && best !== previous) {
			text += charset[best] ?? '';
			sum += probability;
			count++;
		}
		previous = best;
	}
	return { text: text.trim(), score: count ? sum / count : 0 };
}
