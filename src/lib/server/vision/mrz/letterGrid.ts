/** Where the letters of a strip stand: monospaced print has one pitch, which perspective changes slowly along the row. Pure. */
import { BOX_HEIGHT, middleAt, type MiddleLine } from './greyRow';
import type { GreyRow } from './letterCell';

/** Letter k stands at start + pitch × k + bend × k², in pixels of the strip. */
export interface Grid {
	start: number;
	pitch: number;
	bend: number;
}

export const placeOn = ({ start, pitch, bend }: Grid, k: number): number => start + pitch * k + bend * k * k;

/** Pitches looked for, in pixels of the strip: the box is 1.3 to 2.5 pitches high. */
const NARROWEST = BOX_HEIGHT / 2.6;
const WIDEST = BOX_HEIGHT / 0.98;
/** Pitch at the right end against the left one: 15° aslant make it 0.8 to 1.25. */
const SLOPES = [-0.24, -0.16, -0.08, 0, 0.08, 0.16, 0.24];

/** The likeliest grids first, each with the strength of its period; letters 0… from the strip's left end on. */
export function findGrids(row: GreyRow, middle: MiddleLine, count = 3): Grid[] {
	const ink = inkProfile(row, middle);
	const found: { pitch: number; slope: number; real: number; imaginary: number; strength: number }[] = [];
	const steps = 64;
	for (let i = 0; i <= steps; i++) {
		const pitch = NARROWEST * (WIDEST / NARROWEST) ** (i / steps);
		for (const slope of SLOPES) found.push({ pitch, slope, ...chirp(ink, pitch, slope) });
	}
	found.sort((a, b) => b.strength - a.strength);
	const chosen: typeof found = [];
	for (const each of found) {
		if (chosen.length === count) break;
		if (chosen.every(({ pitch }) => Math.abs(Math.log(each.pitch / pitch)) > 0.06)) chosen.push(each);
	}
	return chosen.map(({ pitch, slope, real, imaginary }) =>
		settle(ink, gridOf(ink.length, pitch, slope, Math.atan2(imaginary, real)))
	);
}

/** Darkness of each column around the letters' middle, less that of its surroundings. */
function inkProfile({ width, height, data }: GreyRow, middle: MiddleLine): Float32Array {
	const reach = 0.33 * BOX_HEIGHT;
	const raw = new Float32Array(width);
	for (let x = 0; x < width; x++) {
		const y = middleAt(middle, x);
		const from = Math.max(0, Math.round(y - reach));
		const to = Math.min(height, Math.round(y + reach));
		let sum = 0;
		for (let at = from; at < to; at++) sum -= data[at * width + x] as number;
		raw[x] = sum / Math.max(1, to - from);
	}
	const half = Math.round(BOX_HEIGHT * 1.2);
	const sums = new Float64Array(width + 1);
	const squares = new Float64Array(width + 1);
	for (let x = 0; x < width; x++) {
		sums[x + 1] = (sums[x] as number) + (raw[x] as number);
		squares[x + 1] = (squares[x] as number) + (raw[x] as number) ** 2;
	}
	return raw.map((value, x) => {
		const from = Math.max(0, x - half);
		const to = Math.min(width, x + half);
		const mean = ((sums[to] as number) - (sums[from] as number)) / (to - from);
		const variance = ((squares[to] as number) - (squares[from] as number)) / (to - from) - mean * mean;
		return (value - mean) / Math.max(6, Math.sqrt(Math.max(0, variance)));
	});
}

/** Strength and phase of a period that changes evenly from pitch × (1 − slope/2) to pitch × (1 + slope/2). */
function chirp(ink: Float32Array, pitch: number, slope: number): { real: number; imaginary: number; strength: number } {
	// The phase is a parabola in x, so its step is turned by a constant at each pixel: no sines inside the loop.
	const n = ink.length;
	const rate = (2 * Math.PI) / pitch;
	const curve = (-rate * slope) / n;
	const first = rate * (1 + slope / 2);
	let cos = 1;
	let sin = 0;
	let stepCos = Math.cos(first + curve / 2);
	let stepSin = Math.sin(first + curve / 2);
	const turnCos = Math.cos(curve);
	const turnSin = Math.sin(curve);
	let real = 0;
	let imaginary = 0;
	for (let x = 0; x < n; x++) {
		const value = ink[x] as number;
		real += value * cos;
		imaginary += value * sin;
		const c = cos * stepCos - sin * stepSin;
		sin = cos * stepSin + sin * stepCos;
		cos = c;
		const s = stepCos * turnCos - stepSin * turnSin;
		stepSin = stepCos * turnSin + stepSin * turnCos;
		stepCos = s;
	}
	return { real, imaginary, strength: Math.hypot(real, imaginary) };
}

/** The grid whose letters stand where the phase is that of the most ink. */
function gridOf(n: number, pitch: number, slope: number, phase: number): Grid {
	const rate = (2 * Math.PI) / pitch;
	const phaseAt = (x: number) => rate * (1 + slope / 2) * x - (rate * slope * x * x) / (2 * n);
	const letters = Math.max(3, Math.floor((phaseAt(n) - phase) / (2 * Math.PI)));
	const placeOfLetter = (k: number) => {
		let x = k * pitch;
		const target = 2 * Math.PI * k + phase;
		for (let round = 0; round < 8; round++)
			x -= (phaseAt(x) - target) / (rate * (1 + slope / 2) - (rate * slope * x) / n);
		return x;
	};
	const first = phase < 0 ? 1 : 0;
	const a = placeOfLetter(first);
	const half = Math.round(letters / 2);
	const b = placeOfLetter(first + half);
	const c = placeOfLetter(first + 2 * half);
	const bend = (c - 2 * b + a) / (2 * half * half);
	return { start: a, pitch: (b - a) / half - bend * half, bend };
}

/** Moves both ends and the middle by small steps until least ink lies between the letters. */
function settle(ink: Float32Array, grid: Grid): Grid {
	const n = Math.max(4, lettersOn(grid, ink.length));
	const cost = (each: Grid) => {
		let sum = 0;
		for (let k = 0; k < n; k++) {
			const between = placeOn(each, k - 0.5);
			const at = placeOn(each, k);
			sum += valueAt(ink, between) - 0.35 * valueAt(ink, at);
		}
		return sum;
	};
	let best = grid;
	let least = cost(grid);
	for (const step of [0.16, 0.08, 0.04]) {
		for (let round = 0; round < 6; round++) {
			const moved = moves(best, n, step * grid.pitch)
				.map((each) => ({ each, value: cost(each) }))
				.reduce((a, b) => (b.value < a.value ? b : a));
			if (moved.value >= least) break;
			least = moved.value;
			best = moved.each;
		}
	}
	return best;
}

function moves(grid: Grid, n: number, by: number): Grid[] {
	return [-by, by].flatMap((d) => [
		{ ...grid, start: grid.start + d },
		{ ...grid, pitch: grid.pitch + d / n },
		{ ...grid, start: grid.start + d, pitch: grid.pitch - d / n },
		{ ...grid, pitch: grid.pitch - (4 * d) / n, bend: grid.bend + (4 * d) / (n * n) }
	]);
}

export function lettersOn(grid: Grid, width: number): number {
	let k = 0;
	while (k < 90 && placeOn(grid, k) < width - grid.pitch * 0.4) k++;
	return k;
}

/** Mean of three columns. */
function valueAt(ink: Float32Array, x: number): number {
	const at = Math.round(x);
	return ((ink[at - 1] ?? 0) + (ink[at] ?? 0) + (ink[at + 1] ?? 0)) / 3;
}
