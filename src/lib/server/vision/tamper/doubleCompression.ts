/**
 * Coefficients of a picture saved twice cluster on the first save's steps (a comb); a region painted in between has seen only
 * the second save and falls between the teeth. After Bianchi and Piva 2012, with the steps estimated per frequency. Pure.
 */
import type { BlockGrid, BlockMap } from './blockStatistics';

export interface CombMap {
	/** Mean cosine distance from the comb, 0 (on it) … 2; NaN where a block has no coefficient to judge. */
	map: BlockMap;
	/** 0…1: how plain the comb is over the whole picture. Near 0 where it was saved once. */
	strength: number;
}

const FREQUENCIES = [1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4];
const LARGEST_STEP = 24;
/** Below this mean cosine a comb is chance; a single save of 40 pictures stayed below 0.25 at every step. */
const PLAIN = 0.3;

/** @param luminance the second save's quantisation steps, row by row; null where unknown, then every step from 2 on is tried */
export function doubleCompression(grid: BlockGrid, luminance: readonly number[] | null): CombMap | null {
	const count = grid.columns * grid.rows;
	const combs = FREQUENCIES.flatMap((frequency) => {
		const own = luminance?.[frequency] ?? 1;
		const comb = plainestComb(grid, frequency, own);
		return comb === null ? [] : [{ frequency, own, ...comb }];
	});
	if (combs.length < 3) return null;
	const map = new Float32Array(count).fill(NaN);
	for (let block = 0; block < count; block++) {
		let [sum, weight] = [0, 0];
		for (const { frequency, own, step } of combs) {
			const value = Math.abs(grid.coefficients[block * 64 + frequency] as number);
			if (value < Math.max(1.5, own * 0.75) || value > 14 * step) continue;
			sum += 1 - Math.cos((2 * Math.PI * value) / step);
			weight++;
		}
		if (weight > 0) map[block] = sum / weight;
	}
	const strength = combs.reduce((sum, { plainness }) => sum + plainness, 0) / combs.length;
	return { map, strength };
}

function plainestComb(grid: BlockGrid, frequency: number, own: number): { step: number; plainness: number } | null {
	const count = grid.columns * grid.rows;
	const histogram = new Float64Array(400);
	let total = 0;
	for (let block = 0; block < count; block++) {
		const value = Math.abs(grid.coefficients[block * 64 + frequency] as number);
		if (value < Math.max(1.5, own * 0.75) || value >= 100) continue;
		histogram[Math.floor(value * 4)] = (histogram[Math.floor(value * 4)] ?? 0) + 1;
		total++;
	}
	if (total < 400) return null;
	let best: { step: number; plainness: number } | null = null;
	for (let step = Math.max(3, own + 1); step <= LARGEST_STEP; step++) {
		// A multiple of the second save's own step always looks like a comb of it.
		if (own > 1 && step % own === 0 && own > step / 2) continue;
		let sum = 0;
		for (let bin = 0; bin < histogram.length; bin++) {
			const hits = histogram[bin] as number;
			if (hits > 0) sum += hits * Math.cos((2 * Math.PI * (bin + 0.5)) / (4 * step));
		}
		const plainness = sum / total;
		if (plainness > PLAIN && (best === null || plainness > best.plainness)) best = { step, plainness };
	}
	return best;
}

/** The luminance steps of a JPEG's own tables, row by row of frequency; null where the bytes are not such a JPEG. */
export function luminanceSteps(jpeg: Uint8Array): number[] | null {
	if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
	let at = 2;
	while (at + 4 < jpeg.length && jpeg[at] === 0xff) {
		const marker = jpeg[at + 1] ?? 0;
		const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
		if (marker === 0xda || length < 2) return null;
		if (marker === 0xdb) {
			for (let table = at + 4; table < at + 2 + length;) {
				const head = jpeg[table] ?? 0;
				const wide = head >> 4 === 1;
				if ((head & 15) === 0) return unzigzag(jpeg, table + 1, wide);
				table += 1 + (wide ? 128 : 64);
			}
		}
		at += 2 + length;
	}
	return null;
}

const ZIGZAG = [
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
	55, 62, 63
];

function unzigzag(bytes: Uint8Array, from: number, wide: boolean): number[] | null {
	const steps = new Array<number>(64).fill(1);
	for (const [index, place] of ZIGZAG.entries()) {
		const value = wide
			? ((bytes[from + 2 * index] ?? 0) << 8) | (bytes[from + 2 * index + 1] ?? 0)
			: bytes[from + index];
		if (value === undefined || value === 0) return null;
		steps[place] = value;
	}
	return steps;
}
