import type { Box, Point } from '../types';

/** Row-major 3 × 3; maps (x, y, 1) to homogeneous coordinates. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** Pixels, top left inclusive, not necessarily whole numbers or inside the picture. */
export interface Rect {
	x: number;
	y: number;
	width: number;
	height: number;
}

export function transformPoint(matrix: Matrix3, { x, y }: Point): Point {
	const [a, b, c, d, e, f, g, h, i] = matrix;
	const w = g * x + h * y + i;
	return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** Null where the matrix has no inverse. */
export function invert(matrix: Matrix3): Matrix3 | null {
	const [a, b, c, d, e, f, g, h, i] = matrix;
	const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
	if (!Number.isFinite(1 / determinant)) return null;
	const s = 1 / determinant;
	return [
		(e * i - f * h) * s,
		(c * h - b * i) * s,
		(b * f - c * e) * s,
		(f * g - d * i) * s,
		(a * i - c * g) * s,
		(c * d - a * f) * s,
		(d * h - e * g) * s,
		(b * g - a * h) * s,
		(a * e - b * d) * s
	];
}

/**
 * The least-squares similarity (turn, uniform scale, shift; no mirroring) that takes `from` to `to`: Umeyama 1991 in the
 * plane, in closed form. Null where all `from` points coincide.
 */
export function similarityBetween(from: readonly Point[], to: readonly Point[]): Matrix3 | null {
	const source = centroid(from);
	const target = centroid(to);
	let cosine = 0;
	let sine = 0;
	let spread = 0;
	from.forEach((point, index) => {
		const image = to[index] ?? target;
		const [x, y, u, v] = [point.x - source.x, point.y - source.y, image.x - target.x, image.y - target.y];
		cosine += x * u + y * v;
		sine += x * v - y * u;
		spread += x * x + y * y;
	});
	if (spread === 0) return null;
	const a = cosine / spread;
	const b = sine / spread;
	return [a, -b, target.x - a * source.x + b * source.y, b, a, target.y - b * source.x - a * source.y, 0, 0, 1];
}

/** The perspective map that takes four points to four others. Null where three of them lie on a line. */
export function perspectiveBetween(from: readonly Point[], to: readonly Point[]): Matrix3 | null {
	const rows: number[][] = [];
	for (let index = 0; index < 4; index++) {
		const source = from[index];
		const target = to[index];
		if (source === undefined || target === undefined) return null;
		const { x, y } = source;
		rows.push([x, y, 1, 0, 0, 0, -x * target.x, -y * target.x, target.x]);
		rows.push([0, 0, 0, x, y, 1, -x * target.y, -y * target.y, target.y]);
	}
	const solution = solveLinear(rows);
	if (solution === null) return null;
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solution;
	return [a, b, c, d, e, f, g, h, 1];
}

/** Fractions of a picture to its pixels. */
export const boxToRect = (box: Box, size: { width: number; height: number }): Rect => ({
	x: box.x * size.width,
	y: box.y * size.height,
	width: box.width * size.width,
	height: box.height * size.height
});

/** Pixels to fractions, cut at the edges of the picture. */
export function rectToBox(rect: Rect, size: { width: number; height: number }): Box {
	const left = clampFraction(rect.x / size.width);
	const top = clampFraction(rect.y / size.height);
	const right = clampFraction((rect.x + rect.width) / size.width);
	const bottom = clampFraction((rect.y + rect.height) / size.height);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

const clampFraction = (value: number): number => Math.min(1, Math.max(0, value));

function centroid(points: readonly Point[]): Point {
	const count = Math.max(1, points.length);
	return {
		x: points.reduce((sum, point) => sum + point.x, 0) / count,
		y: points.reduce((sum, point) => sum + point.y, 0) / count
	};
}

/** Gauss–Jordan with partial pivoting on an augmented matrix of n rows and n + 1 columns; null where it is singular. */
function solveLinear(augmented: number[][]): number[] | null {
	const rows = augmented.map((row) => [...row]);
	const size = rows.length;
	for (let column = 0; column < size; column++) {
		const rest = rows.slice(column);
		const best = rest.reduce((a, b) => (Math.abs(b[column] ?? 0) > Math.abs(a[column] ?? 0) ? b : a), rest[0] ?? []);
		const pivot = best[column] ?? 0;
		if (Math.abs(pivot) < 1e-12) return null;
		rows[rows.indexOf(best)] = rows[column] ?? [];
		rows[column] = best.map((value) => value / pivot);
		const normalised = rows[column] ?? [];
		for (let row = 0; row < size; row++) {
			const factor = rows[row]?.[column] ?? 0;
			if (row === column || factor === 0) continue;
			rows[row] = (rows[row] ?? []).map((value, index) => value - factor * (normalised[index] ?? 0));
		}
	}
	return rows.map((row) => row[size] ?? 0);
}
