/** One letter of a row, cut out at a known pitch and brought to a common size and contrast. Pure. */

/** A row of the zone in grey, 0…255, with room above and below. */
export interface GreyRow {
	width: number;
	height: number;
	data: Float32Array;
}

export const CELL_SIZE = 20;
export const CELL_AREA = CELL_SIZE * CELL_SIZE;
/** What a cell shows, in pitches: the letter, and the edges of its neighbours, which tell how well it is cut. */
const ACROSS = 1.3;
const DOWN = 1.6;
/** Light and contrast are those of so many pitches around the cell. */
const AROUND = 2.5;

/** Sums over rectangles from the row's top left, so that the light around any letter is known at once. */
export interface RowLight {
	row: GreyRow;
	sums: Float64Array;
	squares: Float64Array;
}

export function rowLight(row: GreyRow): RowLight {
	const { width, height, data } = row;
	const stride = width + 1;
	const sums = new Float64Array(stride * (height + 1));
	const squares = new Float64Array(stride * (height + 1));
	for (let y = 0; y < height; y++) {
		let sum = 0;
		let square = 0;
		for (let x = 0; x < width; x++) {
			const value = data[y * width + x] as number;
			sum += value;
			square += value * value;
			const at = (y + 1) * stride + x + 1;
			sums[at] = (sums[at - stride] as number) + sum;
			squares[at] = (squares[at - stride] as number) + square;
		}
	}
	return { row, sums, squares };
}

/**
 * Writes the cell around (x, y) into `out` at `offset`: darkness against the light around it, in standard deviations.
 * `pitch` in pixels of the row; `tall` stretches what is shown upwards and downwards.
 */
export function cutCell(
	light: RowLight,
	x: number,
	y: number,
	pitch: number,
	tall: number,
	out: Float32Array,
	offset = 0
): void {
	const { mean, deviation } = lightAround(light, x, y, pitch);
	const { width, height, data } = light.row;
	const stepX = (ACROSS * pitch) / CELL_SIZE;
	const stepY = (DOWN * tall * pitch) / CELL_SIZE;
	const left = x - (ACROSS * pitch) / 2 + stepX / 2 - 0.5;
	const top = y - (DOWN * tall * pitch) / 2 + stepY / 2 - 0.5;
	for (let j = 0; j < CELL_SIZE; j++) {
		const cy = Math.min(height - 1.001, Math.max(0, top + j * stepY));
		const y0 = Math.floor(cy);
		const fy = cy - y0;
		for (let i = 0; i < CELL_SIZE; i++) {
			const cx = Math.min(width - 1.001, Math.max(0, left + i * stepX));
			const x0 = Math.floor(cx);
			const fx = cx - x0;
			const at = y0 * width + x0;
			const upper = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
			const lower = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
			out[offset + j * CELL_SIZE + i] = (mean - upper * (1 - fy) - lower * fy) / deviation;
		}
	}
}

/** Below this many grey levels of deviation there is no print, and noise is not blown up to letters. */
const LEAST_DEVIATION = 4;

function lightAround({ row, sums, squares }: RowLight, x: number, y: number, pitch: number) {
	const left = clamp(Math.round(x - AROUND * pitch), 0, row.width - 1);
	const right = clamp(Math.round(x + AROUND * pitch), left + 1, row.width);
	const top = clamp(Math.round(y - 0.75 * pitch), 0, row.height - 1);
	const bottom = clamp(Math.round(y + 0.75 * pitch), top + 1, row.height);
	const stride = row.width + 1;
	const over = (table: Float64Array) =>
		(table[bottom * stride + right] ?? 0) -
		(table[bottom * stride + left] ?? 0) -
		(table[top * stride + right] ?? 0) +
		(table[top * stride + left] ?? 0);
	const count = (right - left) * (bottom - top);
	const mean = over(sums) / count;
	return { mean, deviation: Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, over(squares) / count - mean * mean))) };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
