/**
 * A second witness beside the recogniser: the zone's own letters. Cells of letters that are beyond doubt show how this
 * printer, camera and light draw them; every cell is compared with them. It tells what a general recogniser mixes up, such
 * as K and the filler. Pure.
 */
import type { RgbImage } from '../types';
import { ALPHABET_SIZE, letterIndex } from './alphabet';
import { placeOf } from './alignLine';
import type { LineGeometry } from './geometry';

const CELL_WIDTH = 12;
const CELL_HEIGHT = 16;
const CELL = CELL_WIDTH * CELL_HEIGHT;
/** How much a correlation counts: 0.1 of it is 2.5 nats, about what separates K from the filler at 300 px a line. */
const NATS_PER_CORRELATION = 25;
/** Assumed of a letter of which the zone has no sure sample: between its like (0.9 and more) and another (0.6 and less). */
const UNSEEN_CORRELATION = 0.8;
/** A cell that is like none of the samples is badly cut, or a letter never seen: the witness is silent. */
const TRUSTED_CORRELATION = 0.88;
/** A sample must be as sure as this. */
const SURE_SAMPLE = 0.9;

/** A line as cut out, where its letters stand, and what was read with which probability. */
export interface GlyphLine {
	image: RgbImage;
	geometry: LineGeometry;
	text: string;
	scores: readonly number[];
}

/** For each line, places × ALPHABET_SIZE log likelihoods; all nought where the zone gives no samples. */
export function glyphEvidence(lines: readonly GlyphLine[]): Float32Array[] {
	const cells = lines.map(cellsOf);
	const sums = new Map<number, { sum: Float32Array; count: number }>();
	const sampled = lines.map((line, n) =>
		Array.from(line.text, (letter, k) => {
			const cell = cells[n]?.[k];
			if (!cell || (line.scores[k] ?? 0) < SURE_SAMPLE) return false;
			const entry = sums.get(letterIndex(letter)) ?? { sum: new Float32Array(CELL), count: 0 };
			for (let i = 0; i < CELL; i++) entry.sum[i] = (entry.sum[i] ?? 0) + (cell[i] ?? 0);
			entry.count++;
			sums.set(letterIndex(letter), entry);
			return true;
		})
	);
	return lines.map((line, n) => {
		const out = new Float32Array(line.text.length * ALPHABET_SIZE);
		for (let k = 0; k < line.text.length; k++) {
			const cell = cells[n]?.[k];
			if (!cell || sums.size === 0) continue;
			const own = sampled[n]?.[k] ? letterIndex(line.text.charAt(k)) : -1;
			const correlations = Array.from({ length: ALPHABET_SIZE }, (_, c) =>
				correlationWith(cell, sums.get(c), c === own)
			);
			const best = Math.max(...correlations.map((each) => each ?? -1));
			if (best < TRUSTED_CORRELATION) continue;
			for (let c = 0; c < ALPHABET_SIZE; c++) {
				out[k * ALPHABET_SIZE + c] = NATS_PER_CORRELATION * (correlations[c] ?? UNSEEN_CORRELATION);
			}
		}
		return out;
	});
}

/** Leaves the cell itself out of the mean that it is compared with. */
function correlationWith(
	cell: Float32Array,
	entry: { sum: Float32Array; count: number } | undefined,
	isSample: boolean
): number | null {
	if (!entry || entry.count - (isSample ? 1 : 0) < 1) return null;
	let product = 0;
	let norm = 0;
	for (let i = 0; i < CELL; i++) {
		const mean = (entry.sum[i] ?? 0) - (isSample ? (cell[i] ?? 0) : 0);
		product += mean * (cell[i] ?? 0);
		norm += mean * mean;
	}
	return norm > 0 ? product / Math.sqrt(norm) : null;
}

/** Each letter's cell as darkness, CELL_WIDTH × CELL_HEIGHT, of mean 0 and length 1; null where it holds no ink. */
function cellsOf({ image, geometry, text }: GlyphLine): (Float32Array | null)[] {
	const dark = darkness(image);
	const { top, bottom } = inkBand(dark, image.width, image.height);
	const shift = bestShift(dark, image, geometry, text.length);
	return Array.from(text, (_, k) => {
		const pitch = (placeOf(geometry, k + 0.5) - placeOf(geometry, k - 0.5)) * image.width;
		const middle = placeOf(geometry, k) * image.width + shift * pitch;
		return normalised(sampleCell(dark, image, middle - pitch / 2, pitch, top, bottom));
	});
}

function darkness(image: RgbImage): Float32Array {
	const out = new Float32Array(image.width * image.height);
	for (let i = 0; i < out.length; i++) {
		out[i] =
			255 -
			0.299 * (image.data[i * 3] ?? 0) -
			0.587 * (image.data[i * 3 + 1] ?? 0) -
			0.114 * (image.data[i * 3 + 2] ?? 0);
	}
	return out;
}

/** Rows between which the letters stand: where neighbouring pixels of a row differ, there is print. */
export function inkBand(dark: Float32Array, width: number, height: number): { top: number; bottom: number } {
	const energy = new Float64Array(height);
	for (let y = 0; y < height; y++) {
		let sum = 0;
		for (let x = 1; x < width; x++) sum += Math.abs((dark[y * width + x] ?? 0) - (dark[y * width + x - 1] ?? 0));
		energy[y] = sum;
	}
	const most = Math.max(...energy);
	const least = Math.min(...energy);
	const limit = least + (most - least) * 0.4;
	const middle = Math.floor(height / 2);
	let top = middle;
	let bottom = middle;
	while (top > 0 && ((energy[top - 1] ?? 0) > limit || (energy[Math.max(0, top - 3)] ?? 0) > limit)) top--;
	while (
		bottom < height - 1 &&
		((energy[bottom + 1] ?? 0) > limit || (energy[Math.min(height - 1, bottom + 3)] ?? 0) > limit)
	)
		bottom++;
	return bottom - top >= height / 4 ? { top, bottom: bottom + 1 } : { top: height * 0.15, bottom: height * 0.85 };
}

/** The recogniser's places may lag the letters by a constant: cells are so shifted that their borders hold least ink. */
function bestShift(dark: Float32Array, image: RgbImage, geometry: LineGeometry, letters: number): number {
	let best = 0;
	let least = Infinity;
	for (let shift = -0.4; shift <= 0.41; shift += 0.05) {
		let ink = 0;
		for (let k = 0; k <= letters; k++) {
			const x = Math.round((placeOf(geometry, k - 0.5) + shift * geometry.pitch) * image.width);
			if (x < 0 || x >= image.width) continue;
			for (let y = 0; y < image.height; y++) ink += dark[y * image.width + x] ?? 0;
		}
		if (ink < least - 1) {
			least = ink;
			best = shift;
		}
	}
	return best;
}

function sampleCell(
	dark: Float32Array,
	image: RgbImage,
	left: number,
	width: number,
	top: number,
	bottom: number
): Float32Array {
	const cell = new Float32Array(CELL);
	const sub = 3;
	for (let j = 0; j < CELL_HEIGHT; j++) {
		for (let i = 0; i < CELL_WIDTH; i++) {
			let sum = 0;
			for (let s = 0; s < sub * sub; s++) {
				const x = Math.round(left + ((i + ((s % sub) + 0.5) / sub) * width) / CELL_WIDTH - 0.5);
				const y = Math.round(top + ((j + (Math.floor(s / sub) + 0.5) / sub) * (bottom - top)) / CELL_HEIGHT - 0.5);
				const cx = Math.min(image.width - 1, Math.max(0, x));
				const cy = Math.min(image.height - 1, Math.max(0, y));
				sum += dark[cy * image.width + cx] ?? 0;
			}
			cell[j * CELL_WIDTH + i] = sum;
		}
	}
	return cell;
}

function normalised(cell: Float32Array): Float32Array | null {
	let mean = 0;
	for (const value of cell) mean += value / CELL;
	let norm = 0;
	for (let i = 0; i < CELL; i++) {
		cell[i] = (cell[i] ?? 0) - mean;
		norm += (cell[i] ?? 0) ** 2;
	}
	if (norm < 1e-3) return null;
	const scale = 1 / Math.sqrt(norm);
	for (let i = 0; i < CELL; i++) cell[i] = (cell[i] ?? 0) * scale;
	return cell;
}
