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

/** The classes of the recogniser that a zone's reader asks for, and what each stands for. */
export interface ZoneClasses {
	/** The blank first. */
	columns: number[];
	/** Letter of each column; −1 for the blank. Several classes may stand for one letter. */
	letters: Int8Array;
}

/** Made once a charset. */
export function zoneClasses(charset: readonly string[]): ZoneClasses {
	const columns = [0, ...charset.keys()].filter((number, i) => i === 0 || zoneLetter(charset[number] ?? '') >= 0);
	const letters = Int8Array.from(columns, (number, i) => (i === 0 ? -1 : zoneLetter(charset[number] ?? '')));
	return { columns, letters };
}

export function zoneLattice(line: LineLattice, { letters }: ZoneClasses): ZoneLattice {
	const rows = new Float32Array(line.steps * ROW);
	const positions = new Float32Array(line.steps);
	for (let step = 0; step < line.steps; step++) {
		const from = step * line.columns;
		const to = step * ROW;
		let known = line.probabilities[from] ?? 0;
		rows[to + BLANK] = known;
		for (let column = 1; column < line.columns; column++) {
			const probability = line.probabilities[from + column] ?? 0;
			const letter = letters[column] ?? 0;
			rows[to + letter] = (rows[to + letter] ?? 0) + probability;
			known += probability;
		}
		rows[to + OTHER] = Math.max(0, 1 - known);
		positions[step] = (step + 0.5) / (line.width / STEP_WIDTH);
	}
	return { steps: line.steps, rows, positions };
}
