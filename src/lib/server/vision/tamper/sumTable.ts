/** Sums over rectangles of flags in four look-ups. Pure. */

/** `(columns + 1) × (rows + 1)`: how many flags are set above and left of each corner. */
export function sumTable(flags: Uint8Array, columns: number, rows: number): Int32Array {
	const sums = new Int32Array((columns + 1) * (rows + 1));
	for (let row = 0, at = 0; row < rows; row++) {
		const above = row * (columns + 1);
		let line = 0;
		for (let column = 0; column < columns; column++, at++) {
			line += flags[at] as number;
			sums[above + columns + 2 + column] = (sums[above + column + 1] as number) + line;
		}
	}
	return sums;
}

/** Right and bottom are exclusive. */
export function rectSum(
	sums: Int32Array,
	columns: number,
	left: number,
	top: number,
	right: number,
	bottom: number
): number {
	const [above, below] = [top * (columns + 1), bottom * (columns + 1)];
	return (
		(sums[below + right] as number) -
		(sums[above + right] as number) -
		(sums[below + left] as number) +
		(sums[above + left] as number)
	);
}

/** Share of set flags among those at most `rx` and `ry` away, 0…1. */
export function boxShare(
	sums: Int32Array,
	columns: number,
	rows: number,
	x: number,
	y: number,
	rx: number,
	ry: number
): number {
	const [left, top] = [Math.max(0, x - rx), Math.max(0, y - ry)];
	const [right, bottom] = [Math.min(columns, x + rx + 1), Math.min(rows, y + ry + 1)];
	return rectSum(sums, columns, left, top, right, bottom) / ((right - left) * (bottom - top));
}
