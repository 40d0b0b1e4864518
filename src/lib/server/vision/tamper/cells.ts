/** How restless the picture is, place by place, in both directions. Pure. */
import type { GreyImage } from '../image/pixels';

export interface CellGrid {
	columns: number;
	rows: number;
	/** Pixels from one cell to the next: 4, or a multiple where a large picture is sampled. */
	step: number;
	/** Mean absolute difference from pixel to pixel along the rows, and along the columns, of 4 × 4 pixels; grey levels. */
	across: Float32Array;
	down: Float32Array;
	picture: { width: number; height: number };
}

export const CELL = 4;
/** Cells of a picture of 1.5 megapixels; larger pictures are sampled. */
const MAX_CELLS = 94_000;

export function measureCells({ width, height, data }: GreyImage): CellGrid {
	const all = Math.floor(width / CELL) * Math.floor(height / CELL);
	const step = CELL * Math.max(1, Math.ceil(Math.sqrt(all / MAX_CELLS)));
	const columns = Math.max(0, Math.floor((width - CELL - 1) / step) + 1);
	const rows = Math.max(0, Math.floor((height - CELL - 1) / step) + 1);
	const across = new Float32Array(columns * rows);
	const down = new Float32Array(columns * rows);
	for (let row = 0, cell = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++, cell++) {
			let [sideways, upright] = [0, 0];
			for (let y = 0; y < CELL; y++) {
				let at = (row * step + y) * width + column * step;
				for (let x = 0; x < CELL; x++, at++) {
					const value = data[at] as number;
					sideways += Math.abs((data[at + 1] as number) - value);
					upright += Math.abs((data[at + width] as number) - value);
				}
			}
			across[cell] = sideways / (CELL * CELL);
			down[cell] = upright / (CELL * CELL);
		}
	}
	return { columns, rows, step, across, down, picture: { width, height } };
}
