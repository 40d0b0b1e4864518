/** Looks for the border of a sheet or a screen: long straight lines around the face. Pure. */
import { boxToRect, type GreyImage } from '../image';
import type { Box, RgbImage } from '../types';

/**
 * How much of a border surrounds the face, 0…1: on three of its four sides a line, nearly parallel to the frame, is an edge of
 * one sign over at least this share of the frame. A door frame or a horizon gives one or two sides; three are rare outside of
 * a border in view (`idb eval pad` and docs/decisions/0015 have the figures).
 */
export function borderSupport(image: RgbImage, face: Box): number {
	const grey = thumbnail(image);
	const rect = boxToRect(face, grey);
	const columns = lineSupport(edgeSigns(grey, 'across'));
	const rows = lineSupport(edgeSigns(grey, 'down'));
	const sides = [
		highest(columns, 0, rect.x),
		highest(columns, rect.x + rect.width, grey.width),
		highest(rows, 0, rect.y),
		highest(rows, rect.y + rect.height, grey.height)
	];
	return sides.sort((a, b) => b - a)[2] ?? 0;
}

/** Pixels of the longer side: a border is a large thing, and pores are not looked for here. */
const SIDE = 128;
/** Grey levels over two cells; the noise of a sensor, averaged, stays below. */
const MIN_STEP = 10;
/** Tangents of a line's lean against the frame, ±3.4°. */
const LEANS = [-0.06, -0.045, -0.03, -0.015, 0, 0.015, 0.03, 0.045, 0.06];

/** Four pixels of each cell stand for it: a border needs no better filter, and a whole picture would cost 4 ms to shrink. */
function thumbnail({ width, height, data }: RgbImage): GreyImage {
	const scale = Math.max(1, Math.max(width, height) / SIDE);
	const [columns, rows] = [Math.max(1, Math.floor(width / scale)), Math.max(1, Math.floor(height / scale))];
	const grey = new Uint8Array(columns * rows);
	for (let y = 0, to = 0; y < rows; y++) {
		for (let x = 0; x < columns; x++, to++) {
			let sum = 0;
			for (const v of QUARTERS) {
				const line = Math.min(height - 1, Math.floor((y + v) * scale)) * width;
				for (const u of QUARTERS) {
					const at = (line + Math.min(width - 1, Math.floor((x + u) * scale))) * 3;
					sum += (data[at] as number) + 2 * (data[at + 1] as number) + (data[at + 2] as number);
				}
			}
			grey[to] = sum / 16;
		}
	}
	return { width: columns, height: rows, data: grey };
}

const QUARTERS = [1 / 4, 3 / 4] as const;

/** 1, 0 or −1: brighter, even or darker along the axis; line after line across the axis. */
interface EdgeSigns {
	/** Positions along the axis, and lines across it. */
	readonly length: number;
	readonly lines: number;
	readonly data: Int8Array;
}

function edgeSigns({ width, height, data }: GreyImage, axis: 'across' | 'down'): EdgeSigns {
	const [length, lines] = axis === 'across' ? [width, height] : [height, width];
	const [along, over] = axis === 'across' ? [1, width] : [width, 1];
	const signs = new Int8Array(length * lines);
	for (let line = 0; line < lines; line++) {
		for (let position = 1; position < length - 1; position++) {
			const at = line * over + position * along;
			const step = (data[at + along] as number) - (data[at - along] as number);
			if (Math.abs(step) >= MIN_STEP) signs[line * length + position] = Math.sign(step);
		}
	}
	return { length, lines, data: signs };
}

/** For each position in the middle line, the best share of lines that agree on an edge there, over all leans. */
function lineSupport({ length, lines, data }: EdgeSigns): Float64Array {
	const support = new Float64Array(length);
	for (const lean of LEANS) {
		const sums = new Int32Array(length);
		for (let line = 0; line < lines; line++) {
			const shift = Math.round(lean * (line - lines / 2));
			const from = Math.max(MARGIN, MARGIN - shift);
			const to = Math.min(length - MARGIN, length - MARGIN - shift);
			for (let position = from, at = line * length + shift + from; position < to; position++, at++) {
				sums[position] = (sums[position] as number) + (data[at] as number);
			}
		}
		for (let position = 0; position < length; position++) {
			const share = Math.abs(sums[position] as number) / lines;
			if (share > (support[position] as number)) support[position] = share;
		}
	}
	return support;
}

/** A frame that an editor drew lies at the very edge and says nothing. */
const MARGIN = 3;

function highest(support: Float64Array, from: number, to: number): number {
	let best = 0;
	for (let position = Math.max(0, Math.floor(from)); position < Math.min(support.length, to); position++)
		best = Math.max(best, support[position] as number);
	return best;
}
