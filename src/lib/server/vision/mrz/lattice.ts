/** A line's probabilities, brought down to the letters that a zone can hold. Pure. */
import { STEP_WIDTH, type LineLattice } from '../ocr/recogniseLines';
import { ALPHABET_SIZE, zoneLetter } from './alphabet';

/** Each step: ALPHABET_SIZE letters, then the blank, then everything else. The sum of a step is 1. */
export const ROW = ALPHABET_SIZE + 2;
export const BLANK = ALPHABET_SIZE;
const OTHER = ALPHABET_SIZE + 1;

export interface ZoneLattice {
	steps: number;
	/** steps × ROW. */
	rows: Float32Array;
	/** Where the middle of each step stands in the line's picture, as a fraction of its width; past 1 is padding. */
	positions: Float32Array;
}

/** Class of the recogniser → letter of the zone; −1 for all else. Made once a charset. */
export function zoneClasses(charset: readonly string[]): Int8Array {
	return Int8Array.from(charset, (character) => zoneLetter(character));
}

export function zoneLattice(line: LineLattice, classes: Int8Array): ZoneLattice {
	const rows = new Float32Array(line.steps * ROW);
	const positions = new Float32Array(line.steps);
	for (let step = 0; step < line.steps; step++) {
		const from = step * line.classes;
		const to = step * ROW;
		let other = 0;
		for (let i = 1; i < line.classes; i++) {
			const probability = line.probabilities[from + i] ?? 0;
			if (probability < 1e-7) continue;
			const letter = classes[i] ?? -1;
			if (letter >= 0) rows[to + letter] = (rows[to + letter] ?? 0) + probability;
			else other += probability;
		}
		rows[to + BLANK] = line.probabilities[from] ?? 0;
		rows[to + OTHER] = other;
		positions[step] = (step + 0.5) / (line.width / STEP_WIDTH);
	}
	return { steps: line.steps, rows, positions };
}
