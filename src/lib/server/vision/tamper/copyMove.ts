/** Finds stretches of a picture that were copied to another place of it. Pure. */
import type { GreyImage } from '../image/pixels';
import { resizeGrey } from '../image/resize';
import type { Box } from '../types';

export interface CopiedRegion {
	box: Box;
	/** Matching blocks. */
	support: number;
	/** Mean correlation of the noise of the two places, 0…1. Two prints of one letter have the same shape, but not the same noise. */
	likeness: number;
	/** Share of the blocks inside the box that match, 0…1: a copied patch is whole, chance matches lie scattered. */
	density: number;
}

const MAX_SIDE = 800;
const SIZE = 16;
const STRIDE = 2;
/** Below this deviation a block is paper: everything looks like everything. */
const MIN_DEVIATION = 12;
const MIN_DISTANCE = 24;
const MAX_ALIKE = 4;

/** Copied regions, most support first; both places of each copy are listed. */
export function copyMove(picture: GreyImage): CopiedRegion[] {
	const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height));
	const grey = resizeGrey(picture, picture.width * scale, picture.height * scale);
	const votes = new Map<number, { from: number; to: number }[]>();
	for (const places of similarBlocks(grey)) {
		for (const [index, from] of places.entries()) {
			for (const to of places.slice(index + 1)) {
				const dx = (to % grey.width) - (from % grey.width);
				const dy = Math.floor(to / grey.width) - Math.floor(from / grey.width);
				if (Math.hypot(dx, dy) < MIN_DISTANCE) continue;
				const offset = dy * 8192 + dx;
				const pairs = votes.get(offset);
				if (pairs) pairs.push({ from, to });
				else votes.set(offset, [{ from, to }]);
			}
		}
	}
	return [...votes.values()]
		.filter((pairs) => pairs.length >= MIN_SUPPORT)
		.sort((a, b) => b.length - a.length)
		.slice(0, 24)
		.flatMap((pairs) => toRegions(grey, pairs))
		.sort((a, b) => b.likeness * b.support - a.likeness * a.support);
}

const MIN_SUPPORT = 3;
const MIN_LIKENESS = 0.55;

/**
 * Places of blocks of one key: means of the 16 quarter-blocks against the block's own mean, so coarse that another save
 * leaves them. A pattern that stands in many places is print, not a copy.
 */
function similarBlocks(grey: GreyImage): number[][] {
	const sorted = repeatedKeys(grey).sort();
	const count = sorted.length;
	const alike: number[][] = [];
	for (let start = 0; start < count;) {
		const key = Math.floor((sorted[start] as number) / PLACES);
		let end = start + 1;
		while (end < count && Math.floor((sorted[end] as number) / PLACES) === key) end++;
		if (end - start >= 2 && end - start <= MAX_ALIKE) {
			const places: number[] = [];
			for (let index = start; index < end; index++) places.push((sorted[index] as number) - key * PLACES);
			alike.push(places);
		}
		start = end;
	}
	return alike;
}

/** Key and place in one number (32 and 20 bits), so that sorting brings like blocks together; without most keys that stand once. */
function repeatedKeys(grey: GreyImage): Float64Array {
	const { width, height } = grey;
	const quarters = quarterMeans(grey);
	const keyed = new Float64Array(Math.ceil(width / STRIDE) * Math.ceil(height / STRIDE));
	const seen = new Uint8Array(BUCKETS);
	let count = 0;
	for (let y = 0; y + SIZE <= height; y += STRIDE) {
		for (let x = 0; x + SIZE <= width; x += STRIDE) {
			const at = y * width + x;
			const key = keyOf(quarters, at, width);
			if (key < 0) continue;
			keyed[count++] = key * PLACES + at;
			const bucket = key % BUCKETS;
			if ((seen[bucket] as number) < 2) seen[bucket] = (seen[bucket] as number) + 1;
		}
	}
	let kept = 0;
	for (let index = 0; index < count; index++) {
		const value = keyed[index] as number;
		if (seen[Math.floor(value / PLACES) % BUCKETS] === 2) keyed[kept++] = value;
	}
	return keyed.subarray(0, kept);
}

/** Counters of keys: some eight for each block of the largest picture. */
const BUCKETS = 2 ** 20;
/** More than a picture of MAX_SIDE has pixels. */
const PLACES = 2 ** 20;

/** Mean of the 4 × 4 pixels right of and below each pixel, by sums along rows, then along columns. */
function quarterMeans({ width, height, data }: GreyImage): Float32Array {
	const rows = new Float32Array(width * height);
	for (let at = 0; at + 3 < data.length; at++) {
		rows[at] = (data[at] as number) + (data[at + 1] as number) + (data[at + 2] as number) + (data[at + 3] as number);
	}
	const means = new Float32Array(width * height);
	for (let at = 0; at + 3 * width < rows.length; at++) {
		const sum =
			(rows[at] as number) +
			(rows[at + width] as number) +
			(rows[at + 2 * width] as number) +
			(rows[at + 3 * width] as number);
		means[at] = sum / 16;
	}
	return means;
}

/** FNV-1a over the rounded differences, 32 bits; -1 for paper. */
function keyOf(quarters: Float32Array, at: number, width: number): number {
	let [sum, squares] = [0, 0];
	for (let cell = 0; cell < 16; cell++) {
		const value = quarters[at + (cell >> 2) * 4 * width + (cell & 3) * 4] as number;
		sum += value;
		squares += value * value;
	}
	const mean = sum / 16;
	if (squares / 16 - mean * mean < MIN_DEVIATION * MIN_DEVIATION) return -1;
	let hash = 0x811c9dc5;
	for (let cell = 0; cell < 16; cell++) {
		const value = quarters[at + (cell >> 2) * 4 * width + (cell & 3) * 4] as number;
		hash = Math.imul(hash ^ (Math.round((value - mean) / 6) & 0xff), 0x01000193);
	}
	return hash >>> 0;
}

function toRegions(grey: GreyImage, pairs: { from: number; to: number }[]): CopiedRegion[] {
	const alike = pairs
		.map((pair) => ({ ...pair, likeness: noiseCorrelation(grey, pair.from, pair.to) }))
		.filter(({ likeness }) => likeness > MIN_LIKENESS);
	if (alike.length < MIN_SUPPORT) return [];
	const likeness = alike.reduce((sum, pair) => sum + pair.likeness, 0) / alike.length;
	const place = (positions: number[]): CopiedRegion => {
		const xs = positions.map((at) => at % grey.width);
		const ys = positions.map((at) => Math.floor(at / grey.width));
		const [left, top] = [Math.min(...xs), Math.min(...ys)];
		const inside = ((Math.max(...xs) - left) / STRIDE + 1) * ((Math.max(...ys) - top) / STRIDE + 1);
		return {
			density: alike.length / inside,
			box: {
				x: left / grey.width,
				y: top / grey.height,
				width: (Math.max(...xs) + SIZE - left) / grey.width,
				height: (Math.max(...ys) + SIZE - top) / grey.height
			},
			support: alike.length,
			likeness
		};
	};
	return [place(alike.map(({ from }) => from)), place(alike.map(({ to }) => to))];
}

/** Correlation of what a 3 × 3 Laplacian leaves, over the calm pixels of both blocks: strokes are left out, noise stays. */
function noiseCorrelation({ width, data }: GreyImage, a: number, b: number): number {
	let [count, sa, sb, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
	for (let row = 1; row < SIZE - 1; row++) {
		for (let column = 1; column < SIZE - 1; column++) {
			const offset = row * width + column;
			const x = laplacian(data, a + offset, width);
			const y = laplacian(data, b + offset, width);
			if (Math.abs(x) > 40 || Math.abs(y) > 40) continue;
			count++;
			sa += x;
			sb += y;
			aa += x * x;
			bb += y * y;
			ab += x * y;
		}
	}
	if (count < 60) return 0;
	const spread = Math.sqrt((aa - (sa * sa) / count) * (bb - (sb * sb) / count));
	return spread < count ? 0 : (ab - (sa * sb) / count) / spread;
}

const laplacian = (data: Uint8Array, at: number, width: number): number =>
	4 * (data[at] as number) -
	(data[at - 1] as number) -
	(data[at + 1] as number) -
	(data[at - width] as number) -
	(data[at + width] as number);
