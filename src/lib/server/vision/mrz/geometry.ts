/** Where the letters of a monospaced line stand. Pure. */
import { ALPHABET_SIZE } from './alphabet';
import { BLANK, ROW, type ZoneLattice } from './lattice';

/** Place of letter k = start + pitch × k + bend × k², in fractions of the line's picture. */
export interface LineGeometry {
	start: number;
	pitch: number;
	/** What perspective does to the pitch along the line. */
	bend: number;
}

interface Spike {
	x: number;
	weight: number;
}

/**
 * Likely geometries for a number of letters, by the strongest period among the recogniser's spikes. Letters at either end
 * may have been missed, so the first spike may be letter 0, or letter 1 or 2; and may be noise in front of letter 0.
 */
export function guessGeometries(lattice: ZoneLattice, letters: number): LineGeometry[] {
	const spikes = spikesOf(lattice);
	const first = spikes[0];
	const last = spikes.at(-1);
	if (!first || !last || spikes.length < letters / 4) return [];
	const span = last.x - first.x;
	const low = span / (letters + 1);
	const high = span / Math.max(letters * 0.55, letters - 12);
	const guesses: LineGeometry[] = [];
	for (const pitch of strongestPeriods(spikes, low, high)) {
		const phase = phaseOf(spikes, pitch).phase;
		const slot = Math.round((first.x - phase) / pitch);
		const room = Math.round(span / pitch) + 1 - letters;
		for (let shift = Math.min(-2, room - 1); shift <= Math.max(1, room + 1); shift++) {
			if (Math.abs(shift) <= 4) guesses.push({ start: phase + (slot + shift) * pitch, pitch, bend: 0 });
		}
	}
	return guesses;
}

function spikesOf(lattice: ZoneLattice): Spike[] {
	const spikes: Spike[] = [];
	let previous = -1;
	for (let t = 0; t < lattice.steps; t++) {
		let best = -1;
		let probability = lattice.rows[t * ROW + BLANK] ?? 0;
		for (let c = 0; c < ALPHABET_SIZE; c++) {
			const value = lattice.rows[t * ROW + c] ?? 0;
			if (value > probability) {
				probability = value;
				best = c;
			}
		}
		const x = lattice.positions[t] ?? 0;
		const open = spikes.at(-1);
		if (best >= 0 && best === previous && open) {
			open.x = (open.x * open.weight + x * probability) / (open.weight + probability);
			open.weight += probability;
		} else if (best >= 0 && x <= 1.02) spikes.push({ x, weight: probability });
		previous = best;
	}
	return spikes.map(({ x, weight }) => ({ x, weight: Math.min(1, weight) }));
}

/** The two strongest separate peaks of the periodogram between two pitches. */
function strongestPeriods(spikes: readonly Spike[], low: number, high: number): number[] {
	const samples: { pitch: number; strength: number }[] = [];
	const count = 240;
	for (let i = 0; i <= count; i++) {
		const pitch = low * (high / low) ** (i / count);
		samples.push({ pitch, strength: phaseOf(spikes, pitch).strength });
	}
	const peaks = samples.filter(
		({ strength }, i) => strength >= (samples[i - 1]?.strength ?? 0) && strength >= (samples[i + 1]?.strength ?? 0)
	);
	return peaks
		.sort((a, b) => b.strength - a.strength)
		.slice(0, 2)
		.map(({ pitch }) => pitch);
}

function phaseOf(spikes: readonly Spike[], pitch: number): { phase: number; strength: number } {
	let real = 0;
	let imaginary = 0;
	for (const { x, weight } of spikes) {
		const turn = (2 * Math.PI * x) / pitch;
		real += weight * Math.cos(turn);
		imaginary += weight * Math.sin(turn);
	}
	return { phase: (Math.atan2(imaginary, real) / (2 * Math.PI)) * pitch, strength: Math.hypot(real, imaginary) };
}

/** Weighted least squares of a parabola over the places of letters 0, 1, 2, …; null where too few are known. */
export function fitGeometry(centres: Float32Array, weights: Float32Array): LineGeometry | null {
	const sums = new Float64Array(5);
	const right = new Float64Array(3);
	let known = 0;
	for (let k = 0; k < centres.length; k++) {
		const weight = weights[k] ?? 0;
		if (weight > 0.3) known++;
		const scaled = k / centres.length;
		for (let power = 0; power < 5; power++) sums[power] = (sums[power] ?? 0) + weight * scaled ** power;
		for (let power = 0; power < 3; power++)
			right[power] = (right[power] ?? 0) + weight * scaled ** power * (centres[k] ?? 0);
	}
	if (known < 6) return null;
	const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0] = sums;
	const [b0 = 0, b1 = 0, b2 = 0] = right;
	// A touch of ridge keeps the bend at nought where only one end of the line is known.
	const ridge = 0.02 * s0;
	const solution = solve3([s0, s1, s2, s1, s2, s3, s2, s3, s4 + ridge], [b0, b1, b2]);
	if (!solution) return null;
	const [start, slope, curve] = solution;
	const n = centres.length;
	const pitch = slope / n;
	const bend = curve / (n * n);
	return pitch > 0 && Math.abs(bend) * n < 0.35 * pitch ? { start, pitch, bend } : null;
}

function solve3(m: readonly number[], b: readonly number[]): [number, number, number] | null {
	const [a, c, d, e, f, g, h, i, j] = m as [number, number, number, number, number, number, number, number, number];
	const [p, q, r] = b as [number, number, number];
	const determinant = a * (f * j - g * i) - c * (e * j - g * h) + d * (e * i - f * h);
	if (Math.abs(determinant) < 1e-12) return null;
	return [
		(p * (f * j - g * i) - c * (q * j - g * r) + d * (q * i - f * r)) / determinant,
		(a * (q * j - g * r) - p * (e * j - g * h) + d * (e * r - q * h)) / determinant,
		(a * (f * r - q * i) - c * (e * r - q * h) + p * (e * i - f * h)) / determinant
	];
}
