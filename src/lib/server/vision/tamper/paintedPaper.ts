/**
 * Paper that a picture editor filled in from its left and right edge shows streaks: hardly a change along the row, as much as
 * ever from row to row. Every upright rectangle of a printed field's size is weighed at once: each cell gives the logarithm of how
 * much likelier it is in such paper than in the paper around it, and the rectangle with the largest sum is the suspect (a scan
 * statistic). Pure.
 */
import type { Box } from '../types';
import type { CellGrid } from './cells';
import { boxShare, rectSum, sumTable } from './sumTable';

export interface PaintedPatch {
	box: Box;
	/** Sum of the logarithms over the patch; drawn originals reach 65 in 19 of 20. */
	evidence: number;
}

/** Null where no rectangle speaks for itself. */
export function paintedPaper(grid: CellGrid): PaintedPatch | null {
	const { columns, rows } = grid;
	if (columns < MIN_COLUMNS || rows < MIN_ROWS) return null;
	const ink = new Uint8Array(columns * rows);
	const streaked = new Uint8Array(columns * rows);
	for (let cell = 0; cell < ink.length; cell++) {
		const across = grid.across[cell] as number;
		ink[cell] = across > INK ? 1 : 0;
		const down = grid.down[cell] as number;
		streaked[cell] = down > NOISY && across + 0.25 < STREAKED * (down + 0.5) ? 1 : 0;
	}
	// Print of fine lines is streaked all over, and tells nothing.
	if (streaked.reduce((sum, flag) => sum + flag, 0) > MOSTLY_STREAKED * streaked.length) return null;
	const maps = { grid, ink: sumTable(ink, columns, rows), streaked: sumTable(streaked, columns, rows) };
	return largestSum(maps, weigh(maps, streaked));
}

interface Maps {
	grid: CellGrid;
	ink: Int32Array;
	streaked: Int32Array;
}

/** Mean difference along the row, in grey levels, from which a cell holds a stroke. */
const INK = 10;
/** Of the difference from row to row. */
const STREAKED = 0.25;
/** Share of the cells of a filled-in field that are streaked: the rest holds its new letters. */
const STREAKED_WHEN_PAINTED = 0.45;
/** Mean difference from row to row, in grey levels, below which a cell is calm both ways. */
const NOISY = 1;
const MOSTLY_STREAKED = 0.12;
const LEAST_SHARE = 0.05;
/** Cells up and down (and twice as many to the sides) that say what is usual here. */
const REACH = 12;
const MIN_ROWS = 4;
const MAX_ROWS = 22;
const MIN_COLUMNS = 8;
/** A field is wider than high and holds letters; a rule or an empty strip of a table is not a field. */
const ASPECT = { from: 1.5, to: 14 };
const INK_SHARE = { from: 0.15, to: 0.7 };
/** Cells around a patch that must be less streaked than the patch itself. */
const RING = 3;
const LEAST_EVIDENCE = 4;

function weigh({ grid, streaked: sums }: Maps, streaked: Uint8Array): Float32Array {
	const { columns, rows } = grid;
	const weights = new Float32Array(columns * rows);
	const expected = STREAKED_WHEN_PAINTED;
	for (let row = 0, cell = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++, cell++) {
			const share = Math.max(LEAST_SHARE, boxShare(sums, columns, rows, column, row, 2 * REACH, REACH));
			if (share >= expected) weights[cell] = -0.3;
			else weights[cell] = Math.log(streaked[cell] === 1 ? expected / share : (1 - expected) / (1 - share));
		}
	}
	return weights;
}

/** Kadane's largest sum along each band of rows. */
function largestSum(maps: Maps, weights: Float32Array): PaintedPatch | null {
	const { columns, rows } = maps.grid;
	const band = new Float32Array(columns);
	let best: (Patch & { sum: number }) | null = null;
	for (let top = 0; top + MIN_ROWS <= rows; top++) {
		band.fill(0);
		for (let bottom = top + 1; bottom <= Math.min(rows, top + MAX_ROWS); bottom++) {
			const from = (bottom - 1) * columns;
			for (let x = 0; x < columns; x++) band[x] = (band[x] as number) + (weights[from + x] as number);
			if (bottom - top < MIN_ROWS) continue;
			let [sum, left] = [0, 0];
			for (let x = 0; x < columns; x++) {
				if (sum <= 0) [sum, left] = [0, x];
				sum += band[x] as number;
				if (sum <= (best?.sum ?? LEAST_EVIDENCE)) continue;
				const patch = { left, top, right: x + 1, bottom };
				if (isField(maps, patch)) best = { ...patch, sum };
			}
		}
	}
	return best === null ? null : { box: boxOf(maps.grid, best), evidence: best.sum };
}

interface Patch {
	/** In cells; right and bottom are exclusive. */
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function isField({ grid, ink, streaked }: Maps, { left, top, right, bottom }: Patch): boolean {
	const [wide, high] = [right - left, bottom - top];
	if (wide < MIN_COLUMNS || wide < ASPECT.from * high || wide > ASPECT.to * high) return false;
	const cells = wide * high;
	const inkShare = rectSum(ink, grid.columns, left, top, right, bottom) / cells;
	if (inkShare < INK_SHARE.from || inkShare > INK_SHARE.to) return false;
	const own = rectSum(streaked, grid.columns, left, top, right, bottom);
	const [x0, y0] = [Math.max(0, left - RING), Math.max(0, top - RING)];
	const [x1, y1] = [Math.min(grid.columns, right + RING), Math.min(grid.rows, bottom + RING)];
	const around = (rectSum(streaked, grid.columns, x0, y0, x1, y1) - own) / Math.max(1, (x1 - x0) * (y1 - y0) - cells);
	return own / cells >= 1.5 * around + 0.1;
}

function boxOf({ step, picture }: CellGrid, { left, top, right, bottom }: Patch): Box {
	const { width, height } = picture;
	return {
		x: (left * step) / width,
		y: (top * step) / height,
		width: Math.min(1, (right * step) / width) - (left * step) / width,
		height: Math.min(1, (bottom * step) / height) - (top * step) / height
	};
}
