/** Looks for the regular grid that a screen or a printer leaves in a photograph: narrow peaks in the spectrum. Pure. */
import type { GreyImage } from '../image/pixels';

/** Middle and quarters of the picture. */
const TILES = [
	[0.5, 0.5],
	[0.25, 0.3],
	[0.75, 0.3],
	[0.25, 0.7],
	[0.75, 0.7]
] as const;
/** Cycles a pixel. Below, documents have regular print of their own; above, the camera's own filter leaves nothing. */
const BAND = { from: 0.2, to: 0.5 };

/**
 * Log10 of how far the strongest lasting peak stands above its surroundings, over tiles of the picture; about 1 for chance,
 * 2 and more for a grid. Null where the picture is smaller than a tile.
 */
export function recapturePeak(grey: GreyImage, { size = 256, tiles = TILES.length }: Tiling = {}): number | null {
	if (grey.width < size || grey.height < size) return null;
	const tables = TABLES[size];
	const powers = new Float64Array((size / 2 + 1) * size).fill(1);
	const columns: Complex = { real: new Float64Array(powers.length), imaginary: new Float64Array(powers.length) };
	for (const [u, v] of TILES.slice(0, tiles)) {
		const left = Math.round((grey.width - size) * u);
		const top = Math.round((grey.height - size) * v);
		transformRows(grey, left, top, columns, tables);
		multiplyPowers(columns, powers, tables);
	}
	return strongestPeak(meanLogarithm(powers, size, tiles), size);
}

/** Pixels of a tile's side, and how many tiles: fewer and smaller are quicker, and stand further out by chance. */
export interface Tiling {
	size?: 128 | 256;
	tiles?: 1 | 5;
}

/**
 * A peak must last over the tiles, one bright edge must not carry it: of the powers the logarithms are added, which is the
 * logarithm of the product, taken once. Five of them stay below 10⁷⁰.
 */
function multiplyPowers({ real, imaginary }: Complex, powers: Float64Array, tables: Tables): void {
	for (let start = 0; start < powers.length; start += tables.size) fft(real, imaginary, start, tables);
	for (let at = 0; at < powers.length; at++) {
		const power = (real[at] as number) ** 2 + (imaginary[at] as number) ** 2;
		powers[at] = (powers[at] as number) * (1 + power);
	}
}

/** Row by row. The spectrum of a real picture is its own mirror image: half of the columns tell all. */
function meanLogarithm(powers: Float64Array, size: number, tiles: number): Float64Array {
	const total = new Float64Array(size * size);
	for (let column = 0, at = 0; column <= size / 2; column++) {
		for (let row = 0; row < size; row++, at++) {
			const value = Math.log10(powers[at] as number) / tiles;
			total[row * size + column] = value;
			if (column > 0 && column < size / 2) total[((size - row) % size) * size + size - column] = value;
		}
	}
	return total;
}

interface Complex {
	real: Float64Array;
	imaginary: Float64Array;
}

/** The first half of each row's transform, written column by column; two real rows go through one complex transform. */
function transformRows({ width, data }: GreyImage, left: number, top: number, columns: Complex, tables: Tables): void {
	const { size, window } = tables;
	const [one, other] = [new Float64Array(size), new Float64Array(size)];
	for (let y = 0; y < size; y += 2) {
		const at = (top + y) * width + left;
		for (let x = 0; x < size; x++) {
			const wx = window[x] as number;
			one[x] = ((data[at + x] as number) - 128) * wx * (window[y] as number);
			other[x] = ((data[at + width + x] as number) - 128) * wx * (window[y + 1] as number);
		}
		fft(one, other, 0, tables);
		for (let u = 0, to = y; u <= size / 2; u++, to += size) {
			const mirrored = (size - u) % size;
			const [a, b] = [one[u] as number, one[mirrored] as number];
			const [c, d] = [other[u] as number, other[mirrored] as number];
			columns.real[to] = (a + b) / 2;
			columns.imaginary[to] = (c - d) / 2;
			columns.real[to + 1] = (c + d) / 2;
			columns.imaginary[to + 1] = (b - a) / 2;
		}
	}
}

/** Highest value above the mean of its neighbourhood, 13 × 13 without the inner 5 × 5. */
function strongestPeak(total: Float64Array, size: number): number {
	const at = (y: number, x: number): number => total[((y + size) % size) * size + ((x + size) % size)] as number;
	let best = 0;
	for (let v = -size / 2; v < size / 2; v++) {
		for (let u = 0; u < size / 2; u++) {
			const frequency = Math.hypot(u, v) / size;
			// The JPEG grid's own harmonics lie on multiples of 1/8.
			const onGrid = nearGrid(u, size / 8) && nearGrid(Math.abs(v), size / 8);
			if (frequency < BAND.from || frequency > BAND.to || onGrid) continue;
			const value = at(v, u);
			if (value - at(v + 5, u + 4) < best) continue;
			let [sum, count] = [0, 0];
			for (let dv = -6; dv <= 6; dv++) {
				for (let du = -6; du <= 6; du++) {
					if (Math.max(Math.abs(du), Math.abs(dv)) <= 2) continue;
					sum += at(v + dv, u + du);
					count++;
				}
			}
			best = Math.max(best, value - sum / count);
		}
	}
	return best;
}

const nearGrid = (value: number, step: number): boolean => value % step <= 1 || value % step >= step - 1;

interface Tables {
	readonly size: number;
	/** Hann. */
	readonly window: Float64Array;
	readonly cosines: Float64Array;
	readonly sines: Float64Array;
	/** Each index with its bits in the opposite order. */
	readonly reversed: Uint16Array;
}

const tablesOf = (size: number): Tables => ({
	size,
	window: Float64Array.from({ length: size }, (_, x) => 0.5 - 0.5 * Math.cos((2 * Math.PI * x) / size)),
	cosines: Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size)),
	sines: Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size)),
	reversed: reversedBits(size)
});

function reversedBits(size: number): Uint16Array {
	const reversed = new Uint16Array(size);
	for (let index = 1; index < size; index++)
		reversed[index] = ((reversed[index >> 1] as number) >> 1) | (index & 1 ? size >> 1 : 0);
	return reversed;
}

const TABLES = { 128: tablesOf(128), 256: tablesOf(256) } as const;

/** Radix-2 in place over as many values from `start` as the tables are for. */
function fft(
	real: Float64Array,
	imaginary: Float64Array,
	start: number,
	{ size, cosines, sines, reversed }: Tables
): void {
	for (let i = 1; i < size; i++) {
		const j = reversed[i] as number;
		if (i >= j) continue;
		const [a, b] = [start + i, start + j];
		const [re, im] = [real[a] as number, imaginary[a] as number];
		real[a] = real[b] as number;
		imaginary[a] = imaginary[b] as number;
		real[b] = re;
		imaginary[b] = im;
	}
	for (let half = 1, jump = size >> 1; half < size; half <<= 1, jump >>= 1) {
		for (let k = 0; k < half; k++) {
			const [c, s] = [cosines[k * jump] as number, sines[k * jump] as number];
			for (let a = start + k; a < start + size; a += 2 * half) {
				const b = a + half;
				const re = (real[b] as number) * c - (imaginary[b] as number) * s;
				const im = (real[b] as number) * s + (imaginary[b] as number) * c;
				real[b] = (real[a] as number) - re;
				imaginary[b] = (imaginary[a] as number) - im;
				real[a] = (real[a] as number) + re;
				imaginary[a] = (imaginary[a] as number) + im;
			}
		}
	}
}
