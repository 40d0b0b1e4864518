/**
 * Lays a known number of monospaced letters over a line's probabilities. CTC folds repeats, so a run of fillers loses its
 * length in a best-guess reading; pitch and exact count bring it back. Pure.
 */
import { ALPHABET_SIZE, FILLER_INDEX } from './alphabet';
import { BLANK, ROW, type ZoneLattice } from './lattice';

/** Place of letter k = start + pitch × k + bend × k², in fractions of the line's picture. */
export interface LineGeometry {
	start: number;
	pitch: number;
	/** What perspective does to the pitch along the line. */
	bend: number;
}

/** How far, in pitches, a letter may stand from its place. */
const SPREAD = 0.42;

/** What a letter is worth where the recogniser saw none: a letter can be missed, a filler inside a run more easily. */
const LETTER_FLOOR = 4e-4;
const FILLER_FLOOR = 4e-3;
const BLANK_FLOOR = 1e-3;
/** Going from letter to letter without a blank between. */
const TOUCHING = 0.4;

/**
 * How probable each letter is at each place, letters × ALPHABET_SIZE, each place summing to 1; null where the recogniser saw
 * nothing that fits. Scaled forward-backward over the states blank, letter 0, blank, letter 1, …, blank. A letter may only
 * stand within one pitch of its place, with a normal weight.
 */
export function alignLine(lattice: ZoneLattice, letters: number, geometry: LineGeometry): Float32Array | null {
	const { steps } = lattice;
	const states = 2 * letters + 1;
	const bands = bandsOf(lattice, letters, geometry);
	const emissions = emissionsOf(lattice, letters, geometry, bands);
	const forward = new Float64Array(steps * states);
	const scales = new Float64Array(steps);
	for (let t = 0; t < steps; t++) {
		const row = t * states;
		const low = bands[2 * t] ?? 0;
		const high = bands[2 * t + 1] ?? 0;
		let sum = 0;
		for (let s = low; s <= high; s++) {
			const from = t === 0 ? Number(s <= 1) : reached(forward, row - states, s);
			const value = from * (emissions[row + s] ?? 0);
			forward[row + s] = value;
			sum += value;
		}
		if (!(sum > 0)) return null;
		for (let s = low; s <= high; s++) forward[row + s] = (forward[row + s] ?? 0) / sum;
		scales[t] = sum;
	}
	const last = (forward[steps * states - 1] ?? 0) + (forward[steps * states - 2] ?? 0);
	if (!(last > 0)) return null;
	const backward = backwardPass(emissions, scales, bands, states);
	return collect(lattice, letters, forward, backward, bands);
}

/** What arrives in a state from the step before, whose states start at `row`. */
function reached(forward: Float64Array, row: number, s: number): number {
	let from = forward[row + s] as number;
	if (s > 0) from += forward[row + s - 1] as number;
	if (s > 2 && s % 2 === 1) from += TOUCHING * (forward[row + s - 2] as number);
	return from;
}

function backwardPass(emissions: Float32Array, scales: Float64Array, bands: Int32Array, states: number): Float64Array {
	const steps = scales.length;
	const backward = new Float64Array(steps * states);
	backward[steps * states - 1] = 1;
	backward[steps * states - 2] = 1;
	for (let t = steps - 2; t >= 0; t--) {
		const row = t * states;
		const next = row + states;
		const scale = scales[t + 1] ?? 1;
		for (let s = bands[2 * t] ?? 0; s <= (bands[2 * t + 1] ?? -1); s++) {
			let value = (backward[next + s] ?? 0) * (emissions[next + s] ?? 0);
			if (s + 1 < states) value += (backward[next + s + 1] ?? 0) * (emissions[next + s + 1] ?? 0);
			if (s % 2 === 1 && s + 2 < states)
				value += TOUCHING * (backward[next + s + 2] ?? 0) * (emissions[next + s + 2] ?? 0);
			backward[row + s] = value / scale;
		}
	}
	return backward;
}

function emissionsOf(lattice: ZoneLattice, letters: number, geometry: LineGeometry, bands: Int32Array): Float32Array {
	const states = 2 * letters + 1;
	const out = new Float32Array(lattice.steps * states);
	for (let t = 0; t < lattice.steps; t++) {
		const at = t * ROW;
		let any = 0;
		for (let c = 0; c < ALPHABET_SIZE; c++) any += lattice.rows[at + c] ?? 0;
		const blank = lattice.rows[at + BLANK] ?? 0;
		const other = lattice.rows[at + BLANK + 1] ?? 0;
		const letter = any + other * 0.3 + LETTER_FLOOR + FILLER_FLOOR * blank;
		const x = lattice.positions[t] ?? 0;
		for (let s = bands[2 * t] ?? 0; s <= (bands[2 * t + 1] ?? -1); s++) {
			if (s % 2 === 0) out[t * states + s] = blank + other * 0.3 + BLANK_FLOOR;
			else {
				const off = (x - placeOf(geometry, (s - 1) / 2)) / geometry.pitch;
				if (Math.abs(off) < 1) out[t * states + s] = letter * Math.exp(-0.5 * (off / SPREAD) ** 2);
			}
		}
	}
	return out;
}

/**
 * First and last state that a path can be in at each step: letters whose places are more than a pitch behind have been
 * given, those more than a pitch ahead cannot have been. What lies outside is nought either way.
 */
function bandsOf(lattice: ZoneLattice, letters: number, geometry: LineGeometry): Int32Array {
	const bands = new Int32Array(lattice.steps * 2);
	let behind = 0;
	let ahead = -1;
	for (let t = 0; t < lattice.steps; t++) {
		const x = lattice.positions[t] ?? 0;
		while (behind < letters && placeOf(geometry, behind) <= x - geometry.pitch) behind++;
		while (ahead + 1 < letters && placeOf(geometry, ahead + 1) < x + geometry.pitch) ahead++;
		bands[2 * t] = 2 * behind;
		bands[2 * t + 1] = 2 * (ahead + 1);
	}
	return bands;
}

export function placeOf({ start, pitch, bend }: LineGeometry, k: number): number {
	return start + pitch * k + bend * k * k;
}

/** Letter probabilities from the two passes. */
function collect(
	lattice: ZoneLattice,
	letters: number,
	forward: Float64Array,
	backward: Float64Array,
	bands: Int32Array
): Float32Array {
	const states = 2 * letters + 1;
	const marginals = new Float32Array(letters * ALPHABET_SIZE);
	for (let k = 0; k < letters; k++) {
		let total = 0;
		const state = 2 * k + 1;
		for (let t = 0; t < lattice.steps; t++) {
			if (state < (bands[2 * t] ?? 0) || state > (bands[2 * t + 1] ?? -1)) continue;
			const gamma = (forward[t * states + state] ?? 0) * (backward[t * states + state] ?? 0);
			if (gamma < 1e-9) continue;
			const at = t * ROW;
			const blank = lattice.rows[at + BLANK] ?? 0;
			let mass = LETTER_FLOOR + FILLER_FLOOR * blank;
			for (let c = 0; c < ALPHABET_SIZE; c++) mass += lattice.rows[at + c] ?? 0;
			for (let c = 0; c < ALPHABET_SIZE; c++) {
				const floor = LETTER_FLOOR / ALPHABET_SIZE + (c === FILLER_INDEX ? FILLER_FLOOR * blank : 0);
				const index = k * ALPHABET_SIZE + c;
				marginals[index] = (marginals[index] ?? 0) + (gamma * ((lattice.rows[at + c] ?? 0) + floor)) / mass;
			}
			total += gamma;
		}
		for (let c = 0; c < ALPHABET_SIZE; c++) {
			const index = k * ALPHABET_SIZE + c;
			marginals[index] = total > 0 ? (marginals[index] ?? 0) / total : 1 / ALPHABET_SIZE;
		}
	}
	return marginals;
}
