/** The picture as 8 × 8 blocks on the JPEG grid, each with its cosine transform. Pure. */
import type { GreyImage } from '../image/pixels';

export interface BlockGrid {
	columns: number;
	rows: number;
	/** Pixels from one block to the next: 8, or a multiple where a large picture is sampled. */
	step: number;
	/** 64 coefficients a block, row by row of frequency, orthonormal; the picture's own scale (0…255). */
	coefficients: Float32Array;
	picture: { width: number; height: number };
	/** Pixels to the first block, 0…7: less than a block, so that only what counts phases heeds it. */
	origin: { x: number; y: number };
}

/** Above this the blocks are sampled: the transform of 45,000 blocks takes some 60 ms. */
const MAX_BLOCKS = 45_000;

export function transformBlocks(
	{ width, height, data: grey }: GreyImage,
	origin: BlockGrid['origin'] = { x: 0, y: 0 }
): BlockGrid {
	const all = Math.floor(width / 8) * Math.floor(height / 8);
	const step = 8 * Math.max(1, Math.ceil(Math.sqrt(all / MAX_BLOCKS)));
	const columns = Math.max(0, Math.floor((width - origin.x - 8) / step) + 1);
	const rows = Math.max(0, Math.floor((height - origin.y - 8) / step) + 1);
	const coefficients = new Float32Array(columns * rows * 64);
	const half = new Float32Array(64);
	const first = origin.y * width + origin.x;
	for (let row = 0, block = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++, block++) {
			transform(grey, first + row * step * width + column * step, width, half, coefficients, block * 64);
		}
	}
	return { columns, rows, step, coefficients, picture: { width, height }, origin };
}

/** DCT-II, orthonormal: halves of cos(k · π / 16). */
const halfCosine = (k: number): number => Math.cos((k * Math.PI) / 16) / 2;
const [C1, C2, C3, C4] = [halfCosine(1), halfCosine(2), halfCosine(3), halfCosine(4)];
const [C5, C6, C7] = [halfCosine(5), halfCosine(6), halfCosine(7)];

function transform(
	grey: Uint8Array,
	at: number,
	stride: number,
	half: Float32Array,
	target: Float32Array,
	to: number
): void {
	for (let y = 0; y < 8; y++) transformEight(grey, at + y * stride, 1, half, y * 8, 1);
	for (let u = 0; u < 8; u++) transformEight(half, u, 8, target, to + u, 8);
}

/** Sums and differences of mirrored samples, twice over: 22 products instead of 64. */
function transformEight(
	source: Uint8Array | Float32Array,
	from: number,
	step: number,
	target: Float32Array,
	to: number,
	stride: number
): void {
	const [a0, a7] = [source[from] as number, source[from + 7 * step] as number];
	const [a1, a6] = [source[from + step] as number, source[from + 6 * step] as number];
	const [a2, a5] = [source[from + 2 * step] as number, source[from + 5 * step] as number];
	const [a3, a4] = [source[from + 3 * step] as number, source[from + 4 * step] as number];
	const [s0, s1, s2, s3] = [a0 + a7, a1 + a6, a2 + a5, a3 + a4];
	const [d0, d1, d2, d3] = [a0 - a7, a1 - a6, a2 - a5, a3 - a4];
	const [e0, e1, e2, e3] = [s0 + s3, s1 + s2, s1 - s2, s0 - s3];
	target[to] = C4 * (e0 + e1);
	target[to + 4 * stride] = C4 * (e0 - e1);
	target[to + 2 * stride] = C2 * e3 + C6 * e2;
	target[to + 6 * stride] = C6 * e3 - C2 * e2;
	target[to + stride] = C1 * d0 + C3 * d1 + C5 * d2 + C7 * d3;
	target[to + 3 * stride] = C3 * d0 - C7 * d1 - C1 * d2 - C5 * d3;
	target[to + 5 * stride] = C5 * d0 - C1 * d1 + C7 * d2 + C3 * d3;
	target[to + 7 * stride] = C7 * d0 - C5 * d1 + C3 * d2 - C1 * d3;
}

/** Share of the blocks in which every pixel is the same: 0 for a camera, most of a page that a program drew. */
export function plainShare({ columns, rows, coefficients }: BlockGrid): number {
	const count = columns * rows;
	let plain = 0;
	for (let block = 0; block < count; block++) {
		const own = coefficients.subarray(block * 64 + 1, block * 64 + 64);
		// Rounding of the transform is far below, a single grey level in one pixel far above.
		if (own.every((value) => Math.abs(value) < 0.01)) plain++;
	}
	return count === 0 ? 0 : plain / count;
}

/** One number a block of the grid; NaN where the block says nothing. */
export type BlockMap = Float32Array;

/** Mean over a square of blocks around each, NaN left out; NaN where fewer than `minimum` of them say something. */
export function smooth(map: BlockMap, grid: BlockGrid, reach: number, minimum = 3): BlockMap {
	const { columns, rows } = grid;
	const sums = new Float64Array((columns + 1) * (rows + 1));
	const counts = new Float64Array((columns + 1) * (rows + 1));
	for (let y = 0; y < rows; y++) {
		for (let x = 0; x < columns; x++) {
			const value = map[y * columns + x] as number;
			const known = Number.isNaN(value) ? 0 : 1;
			const at = (y + 1) * (columns + 1) + x + 1;
			const [up, left, corner] = [at - columns - 1, at - 1, at - columns - 2];
			sums[at] = (known ? value : 0) + (sums[up] as number) + (sums[left] as number) - (sums[corner] as number);
			counts[at] = known + (counts[up] as number) + (counts[left] as number) - (counts[corner] as number);
		}
	}
	const out = new Float32Array(map.length);
	for (let y = 0; y < rows; y++) {
		const [top, bottom] = [Math.max(0, y - reach), Math.min(rows, y + reach + 1)];
		for (let x = 0; x < columns; x++) {
			const [left, right] = [Math.max(0, x - reach), Math.min(columns, x + reach + 1)];
			const area = (table: Float64Array): number =>
				(table[bottom * (columns + 1) + right] as number) -
				(table[top * (columns + 1) + right] as number) -
				(table[bottom * (columns + 1) + left] as number) +
				(table[top * (columns + 1) + left] as number);
			const count = area(counts);
			out[y * columns + x] = count < minimum ? NaN : area(sums) / count;
		}
	}
	return out;
}

/**
 * How far each block's value lies from what blocks of the same texture have: robust z-scores (median, 1.4826 · MAD) within
 * bins of equal count along `texture`. Few documents have a value that does not depend on texture.
 */
export function deviation(values: BlockMap, texture: BlockMap, bins = 12): BlockMap {
	const order = byTexture(values, texture);
	const out = new Float32Array(values.length).fill(NaN);
	const size = Math.max(40, Math.ceil(order.length / bins));
	const bin = new Float32Array(size);
	for (let start = 0; start < order.length; start += size) {
		const end = Math.min(order.length, start + size);
		for (let place = start; place < end; place++) bin[place - start] = values[order[place] as number] as number;
		const centre = middle(bin.subarray(0, end - start));
		for (let place = start; place < end; place++)
			bin[place - start] = Math.abs((values[order[place] as number] as number) - centre);
		const spread = Math.max(1.4826 * middle(bin.subarray(0, end - start)), 0.05);
		for (let place = start; place < end; place++) {
			const block = order[place] as number;
			out[block] = ((values[block] as number) - centre) / spread;
		}
	}
	return out;
}

/** The blocks that say something, least texture first. Texture and place share one number, which sorts without a callback. */
function byTexture(values: BlockMap, texture: BlockMap): Uint32Array {
	const keys = new Float64Array(values.length);
	let count = 0;
	for (let block = 0; block < values.length; block++) {
		if (Number.isNaN((values[block] as number) + (texture[block] as number))) continue;
		keys[count++] = Math.round((texture[block] as number) * 1e5) * MOST_PLACES + block;
	}
	return Uint32Array.from(keys.subarray(0, count).sort(), (key) => key % MOST_PLACES);
}

/** More than a grid has blocks. */
const MOST_PLACES = 2 ** 17;

/** The middle value of numbers that may be put in order. */
const middle = (values: Float32Array): number => values.sort()[values.length >> 1] ?? 0;
