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
	const total = new Float64Array(size * size);
	for (const [u, v] of TILES.slice(0, tiles)) {
		const left = Math.round((grey.width - size) * u);
		const top = Math.round((grey.height - size) * v);
		addSpectrum(grey, left, top, total, tables, 1 / tiles);
	}
	return strongestPeak(total, size);
}

/** Pixels of a tile's side, and how many tiles: fewer and smaller are quicker, and stand further out by chance. */
export interface Tiling {
	size?: 128 | 256;
	tiles?: 1 | 5;
}

/** Adds the logarithm of the power: a peak must last over the tiles, one bright edge must not carry it. */
function addSpectrum(
	{ width, data }: GreyImage,
	left: number,
	top: number,
	total: Float64Array,
	tables: Tables,
	weight: number
): void {
	const { size, window } = tables;
	const real = new Float64Array(size * size);
	const imaginary = new Float64Array(size * size);
	for (let y = 0; y < size; y++) {
		const wy = window[y] as number;
		for (let x = 0; x < size; x++) {
			real[y * size + x] = ((data[(top + y) * width + left + x] as number) - 128) * (window[x] as number) * wy;
		}
	}
	for (let row = 0; row < size; row++) fft(real, imaginary, row * size, 1, tables);
	// The spectrum of a real picture is its own mirror image: half of the columns tell all.
	for (let column = 0; column <= size / 2; column++) {
		fft(real, imaginary, column, size, tables);
		for (let row = 0, index = column; row < size; row++, index += size) {
			const power = (real[index] as number) ** 2 + (imaginary[index] as number) ** 2;
			const value = (total[index] as number) + Math.log10(1 + power) * weight;
			total[index] = value;
			if (column > 0 && column < size / 2) total[((size - row) % size) * size + size - column] = value;
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
}

const tablesOf = (size: number): Tables => ({
	size,
	window: Float64Array.from({ length: size }, (_, x) => 0.5 - 0.5 * Math.cos((2 * Math.PI * x) / size)),
	cosines: Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size)),
	sines: Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size))
});

const TABLES = { 128: tablesOf(128), 256: tablesOf(256) } as const;

/** Radix-2 in place over as many values as the tables are for, that lie `stride` apart. */
function fft(
	real: Float64Array,
	imaginary: Float64Array,
	start: number,
	stride: number,
	{ size, cosines, sines }: Tables
): void {
	for (let i = 1, j = 0; i < size; i++) {
		let bit = size >> 1;
		for (; j & bit; bit >>= 1) j ^= bit;
		j |= bit;
		if (i >= j) continue;
		const [a, b] = [start + i * stride, start + j * stride];
		[real[a], real[b]] = [real[b] as number, real[a] as number];
		[imaginary[a], imaginary[b]] = [imaginary[b] as number, imaginary[a] as number];
	}
	for (let length = 2; length <= size; length <<= 1) {
		const jump = size / length;
		for (let i = 0; i < size; i += length) {
			for (let k = 0; k < length / 2; k++) {
				const a = start + (i + k) * stride;
				const b = a + (length / 2) * stride;
				const [c, s] = [cosines[k * jump] as number, sines[k * jump] as number];
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
