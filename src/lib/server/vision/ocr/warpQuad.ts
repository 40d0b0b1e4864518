/** A four-cornered region of a picture, drawn upright. Pure. */
import type { Point, RgbImage } from '../types';
import type { Quad } from './textBoxes';

/**
 * The quadrilateral (corners clockwise from its own top left, pixels of `image`) as a picture of `width` × `height`.
 * Bilinear; where the source is finer than the target the mean of several samples, so that small print does not alias.
 * Outside the picture the nearest edge pixel is repeated.
 */
export function warpQuad(image: RgbImage, corners: Quad, width: number, height: number): RgbImage {
	const out = new Uint8Array(width * height * 3);
	const map = unitSquareTo(corners);
	const across = distance(corners[0], corners[1]) / width;
	const down = distance(corners[0], corners[3]) / height;
	const nx = Math.min(4, Math.max(1, Math.round(across)));
	const ny = Math.min(4, Math.max(1, Math.round(down)));
	const { a, b, c, d, e, f, g, h } = map;
	const share = 1 / (nx * ny);
	const { data } = image;
	const lastX = image.width - 1;
	const lastY = image.height - 1;
	const stride = image.width * 3;
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++, at += 3) {
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let j = 0; j < ny; j++) {
				const v = (y + (j + 0.5) / ny) / height;
				for (let i = 0; i < nx; i++) {
					const u = (x + (i + 0.5) / nx) / width;
					const w = g * u + h * v + 1;
					const cx = Math.min(lastX, Math.max(0, (a * u + b * v + c) / w - 0.5));
					const cy = Math.min(lastY, Math.max(0, (d * u + e * v + f) / w - 0.5));
					const x0 = Math.floor(cx);
					const y0 = Math.floor(cy);
					const fx = cx - x0;
					const fy = cy - y0;
					const p = y0 * stride + x0 * 3;
					const q = x0 < lastX ? p + 3 : p;
					const below = y0 < lastY ? stride : 0;
					const w11 = fx * fy;
					const w10 = fx - w11;
					const w01 = fy - w11;
					const w00 = 1 - fx - w01;
					const pb = p + below;
					const qb = q + below;
					red += w00 * at8(data, p) + w10 * at8(data, q) + w01 * at8(data, pb) + w11 * at8(data, qb);
					green += w00 * at8(data, p + 1) + w10 * at8(data, q + 1) + w01 * at8(data, pb + 1) + w11 * at8(data, qb + 1);
					blue += w00 * at8(data, p + 2) + w10 * at8(data, q + 2) + w01 * at8(data, pb + 2) + w11 * at8(data, qb + 2);
				}
			}
			out[at] = red * share + 0.5;
			out[at + 1] = green * share + 0.5;
			out[at + 2] = blue * share + 0.5;
		}
	}
	return { width, height, data: out };
}

const at8 = (data: Uint8Array, index: number): number => data[index] as number;

/** The projective map from the unit square to a quadrilateral (Heckbert 1989, section 2.2.3). */
function unitSquareTo([p0, p1, p2, p3]: Quad) {
	const sx = p0.x - p1.x + p2.x - p3.x;
	const sy = p0.y - p1.y + p2.y - p3.y;
	const dx1 = p1.x - p2.x;
	const dy1 = p1.y - p2.y;
	const dx2 = p3.x - p2.x;
	const dy2 = p3.y - p2.y;
	const determinant = dx1 * dy2 - dx2 * dy1;
	const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
	const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
	return {
		a: p1.x - p0.x + g * p1.x,
		b: p3.x - p0.x + h * p3.x,
		c: p0.x,
		d: p1.y - p0.y + g * p1.y,
		e: p3.y - p0.y + h * p3.y,
		f: p0.y,
		g,
		h
	};
}

export function distance(a: Point, b: Point): number {
	return Math.hypot(a.x - b.x, a.y - b.y);
}
