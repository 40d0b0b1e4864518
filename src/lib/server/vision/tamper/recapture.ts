/** Looks for the regular grid that a screen or a printer leaves in a photograph: narrow peaks in the spectrum. Pure. */
import type { GreyImage } from '../image/pixels';

const SIZE = 256;
const TILES = 5;
/** Cycles a pixel. Below, documents have regular print of their own; above, the camera's own filter leaves nothing. */
const BAND = { from: 0.2, to: 0.5 };

/**
 * Log10 of how far the strongest lasting peak stands above its surroundings, over tiles of the picture; about 1 for chance,
 * 2 and more for a grid. Null where the picture is smaller than a tile.
 */
export function recapturePeak(grey: GreyImage): number | null {
	if (grey.width < SIZE || grey.height < SIZE) return null;
	const total = new Float64Array(SIZE * SIZE);
	for (let tile = 0; tile < TILES; tile++) {
		const [u, v] = [
			[0.5, 0.5],
			[0.25, 0.3],
			[0.75, 0.3],
			[0.25, 0.7],
			[0.75, 0.7]
		][tile] ?? [0.5, 0.5];
		const left = Math.round((grey.width - SIZE) * (u ?? 0.5));
		const top = Math.round((grey.height - SIZE) * (v ?? 0.5));
		addSpectrum(grey, left, top, total);
	}
	return strongestPeak(total);
}

/** Adds the logarithm of the power: a peak must last over the tiles, one bright edge must not carry it. */
function addSpectrum({ width, data }: GreyImage, left: number, top: number, total: Float64Array): void {
	const real = new Float64Array(SIZE * SIZE);
	const imaginary = new Float64Array(SIZE * SIZE);
	for (let y = 0; y < SIZE; y++) {
		const wy = WINDOW[y] as number;
		for (let x = 0; x < SIZE; x++) {
			real[y * SIZE + x] = ((data[(top + y) * width + left + x] as number) - 128) * (WINDOW[x] as number) * wy;
		}
	}
	for (let row = 0; row < SIZE; row++) fft(real, imaginary, row * SIZE, 1);
	for (let column = 0; column < SIZE; column++) fft(real, imaginary, column, SIZE);
	for (let index = 0; index < total.length; index++) {
		const power = (real[index] as number) ** 2 + (imaginary[index] as number) ** 2;
		total[index] = (total[index] as number) + Math.log10(1 + power) / TILES;
	}
}

/** Highest value above the mean of its neighbourhood, 13 × 13 without the inner 5 × 5. */
function strongestPeak(total: Float64Array): number {
	const at = (y: number, x: number): number => total[((y + SIZE) % SIZE) * SIZE + ((x + SIZE) % SIZE)] as number;
	let best = 0;
	for (let v = -SIZE / 2; v < SIZE / 2; v++) {
		for (let u = 0; u < SIZE / 2; u++) {
			const frequency = Math.hypot(u, v) / SIZE;
			// The JPEG grid's own harmonics lie on multiples of 1/8.
			const onGrid = (u % 32 <= 1 || u % 32 >= 31) && (Math.abs(v) % 32 <= 1 || Math.abs(v) % 32 >= 31);
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

/** Hann. */
const WINDOW = Float64Array.from({ length: SIZE }, (_, x) => 0.5 - 0.5 * Math.cos((2 * Math.PI * x) / SIZE));
const COSINES = Float64Array.from({ length: SIZE / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / SIZE));
const SINES = Float64Array.from({ length: SIZE / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / SIZE));

/** Radix-2 in place over SIZE values that lie `stride` apart. */
function fft(real: Float64Array, imaginary: Float64Array, start: number, stride: number): void {
	for (let i = 1, j = 0; i < SIZE; i++) {
		let bit = SIZE >> 1;
		for (; j & bit; bit >>= 1) j ^= bit;
		j |= bit;
		if (i >= j) continue;
		const [a, b] = [start + i * stride, start + j * stride];
		[real[a], real[b]] = [real[b] as number, real[a] as number];
		[imaginary[a], imaginary[b]] = [imaginary[b] as number, imaginary[a] as number];
	}
	for (let length = 2; length <= SIZE; length <<= 1) {
		const jump = SIZE / length;
		for (let i = 0; i < SIZE; i += length) {
			for (let k = 0; k < length / 2; k++) {
				const a = start + (i + k) * stride;
				const b = a + (length / 2) * stride;
				const [c, s] = [COSINES[k * jump] as number, SINES[k * jump] as number];
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
