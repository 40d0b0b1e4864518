/** A row of the zone as a grey strip, and the curve that its letters stand on. Pure. */
import type { RgbImage } from '../types';
import { distance, type Quad } from '../ocr';
import type { GreyRow } from './letterCell';

/** Height of a row's box in the strip. Letters are about two thirds of it, and the pitch as wide as a letter is high. */
export const BOX_HEIGHT = 26;
/** The strip shows this much of the row's box: room for a row that bends or was boxed askew, less than to the next row. */
const SHOWN = 1.9;
/** Widest strip, in pixels: 44 letters of 30 pixels. */
const WIDEST = 1700;

/** Where the strip's pixels lie in the picture. */
export interface RowStrip {
	row: GreyRow;
	/** The corners of the strip in the picture. */
	corners: Quad;
}

/** Cuts a row out, levelled; `corners` are those of its box, a rectangle however turned. */
export function greyStrip(image: RgbImage, corners: Quad): RowStrip {
	const grow = (SHOWN - 1) / 2;
	const [a, b, c, d] = corners;
	const away = (from: { x: number; y: number }, to: { x: number; y: number }) => ({
		x: from.x + (from.x - to.x) * grow,
		y: from.y + (from.y - to.y) * grow
	});
	const quad: Quad = [away(a, d), away(b, c), away(c, b), away(d, a)];
	const scale = BOX_HEIGHT / Math.max(1, distance(a, d));
	const width = Math.max(32, Math.min(WIDEST, Math.round(distance(a, b) * scale)));
	const height = Math.round(BOX_HEIGHT * SHOWN);
	return { row: sample(image, quad, width, height), corners: quad };
}

/**
 * The quadrilateral is a parallelogram. Bilinear; where the picture is twice as fine as the strip and more, the mean of the
 * pixels that lie nearest to a lattice of that fineness.
 */
function sample(image: RgbImage, [a, b, , d]: Quad, width: number, height: number): GreyRow {
	const data = new Float32Array(width * height);
	const finer = Math.min(4, Math.floor(distance(a, b) / width + 0.25));
	const n = Math.max(1, finer);
	const across = { x: (b.x - a.x) / (width * n), y: (b.y - a.y) / (width * n) };
	const down = { x: (d.x - a.x) / (height * n), y: (d.y - a.y) / (height * n) };
	const grey = finer >= 2 ? nearestGrey(image) : bilinearGrey(image);
	const share = 1 / (n * n);
	for (let v = 0; v < height * n; v++) {
		const out = Math.floor(v / n) * width;
		const x0 = a.x + down.x * (v + 0.5) - 0.5;
		const y0 = a.y + down.y * (v + 0.5) - 0.5;
		for (let x = 0, u = 0.5; x < width; x++) {
			let sum = 0;
			for (let i = 0; i < n; i++, u++) sum += grey(x0 + across.x * u, y0 + across.y * u);
			data[out + x] = (data[out + x] as number) + sum * share;
		}
	}
	return { width, height, data };
}

type GreyAt = (x: number, y: number) => number;

function nearestGrey({ width, height, data }: RgbImage): GreyAt {
	return (x, y) => {
		const cx = Math.min(width - 1, Math.max(0, x + 0.5)) | 0;
		const cy = Math.min(height - 1, Math.max(0, y + 0.5)) | 0;
		const at = (cy * width + cx) * 3;
		return 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
	};
}

function bilinearGrey({ width, height, data }: RgbImage): GreyAt {
	const at = (i: number) =>
		0.299 * (data[i] as number) + 0.587 * (data[i + 1] as number) + 0.114 * (data[i + 2] as number);
	return (x, y) => {
		const cx = Math.min(width - 1, Math.max(0, x));
		const cy = Math.min(height - 1, Math.max(0, y));
		const x0 = cx | 0;
		const y0 = cy | 0;
		const fx = cx - x0;
		const fy = cy - y0;
		const from = (y0 * width + x0) * 3;
		const right = x0 < width - 1 ? 3 : 0;
		const below = y0 < height - 1 ? width * 3 : 0;
		const upper = at(from) * (1 - fx) + at(from + right) * fx;
		return upper * (1 - fy) + (at(from + below) * (1 - fx) + at(from + below + right) * fx) * fy;
	};
}

/** Height of the letters' middle at x: a parabola through the strip's left end, middle and right end. */
export interface MiddleLine {
	left: number;
	bend: number;
	right: number;
	width: number;
}

export function middleAt({ left, bend, right, width }: MiddleLine, x: number): number {
	const t = x / width;
	return left + (right - left) * t + 4 * bend * t * (1 - t);
}

/** Stretches of the strip that are looked at apart, and about the height of a letter. */
const WINDOWS = 24;
const LETTER_HEIGHT = 0.62 * BOX_HEIGHT;

/** Follows the print: of all flat parabolas the one along which neighbouring pixels differ most within a letter's height. */
export function findMiddleLine(row: GreyRow): MiddleLine {
	const energy = windowEnergies(row);
	const middle = row.height / 2;
	let best = { left: middle, right: middle, bend: 0 };
	let most = -1;
	const reach = Math.floor(0.3 * row.height);
	const scoreOf = (left: number, right: number, bend: number) => {
		let sum = 0;
		for (let w = 0; w < WINDOWS; w++) {
			const y = Math.round(middleAt({ left, right, bend, width: WINDOWS }, w + 0.5));
			sum += energy[w * row.height + Math.min(row.height - 1, Math.max(0, y))] as number;
		}
		return sum - 0.004 * WINDOWS * Math.abs(bend);
	};
	const tryOut = (left: number, right: number, bend: number) => {
		const score = scoreOf(left, right, bend);
		if (score > most) {
			most = score;
			best = { left, right, bend };
		}
	};
	for (let left = -reach; left <= reach; left += 2) {
		for (let right = -reach; right <= reach; right += 2) {
			for (let bend = -6; bend <= 6; bend += 2) tryOut(middle + left, middle + right, bend);
		}
	}
	const { left, right, bend } = best;
	for (let l = -1; l <= 1; l++)
		for (let r = -1; r <= 1; r++) for (let b = -1; b <= 1; b++) tryOut(left + l, right + r, bend + b);
	return { ...best, width: row.width };
}

/** For each window and height the share of differences within a letter's height around it; loud windows are held down. */
function windowEnergies({ width, height, data }: GreyRow): Float32Array {
	const out = new Float32Array(WINDOWS * height);
	const peaks: number[] = [];
	const half = Math.round(LETTER_HEIGHT / 2);
	for (let w = 0; w < WINDOWS; w++) {
		const from = Math.max(1, Math.floor((w * width) / WINDOWS));
		const to = Math.min(width - 1, Math.floor(((w + 1) * width) / WINDOWS));
		const sums = new Float64Array(height + 1);
		for (let y = 0; y < height; y++) {
			let sum = 0;
			for (let x = from; x < to; x++)
				sum += Math.abs((data[y * width + x + 1] as number) - (data[y * width + x - 1] as number));
			sums[y + 1] = (sums[y] as number) + sum;
		}
		let peak = 0;
		for (let y = 0; y < height; y++) {
			const value = (sums[Math.min(height, y + half + 1)] as number) - (sums[Math.max(0, y - half)] as number);
			out[w * height + y] = value;
			peak = Math.max(peak, value);
		}
		peaks.push(peak);
	}
	const typical = [...peaks].sort((a, b) => a - b)[WINDOWS >> 1] ?? 1;
	for (let w = 0; w < WINDOWS; w++) {
		const scale = 1 / Math.max(1, peaks[w] ?? 1, typical * 0.5);
		for (let y = 0; y < height; y++) out[w * height + y] = (out[w * height + y] as number) * scale;
	}
	return out;
}
