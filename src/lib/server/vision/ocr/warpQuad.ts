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
	const sum = [0, 0, 0];
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			sum[0] = sum[1] = sum[2] = 0;
			for (let j = 0; j < ny; j++) {
				for (let i = 0; i < nx; i++) {
					const u = (x + (i + 0.5) / nx) / width;
					const v = (y + (j + 0.5) / ny) / height;
					const w = map.g * u + map.h * v + 1;
					addSample(image, (map.a * u + map.b * v + map.c) / w - 0.5, (map.d * u + map.e * v + map.f) / w - 0.5, sum);
				}
			}
			const at = (y * width + x) * 3;
			for (let channel = 0; channel < 3; channel++) out[at + channel] = Math.round((sum[channel] ?? 0) / (nx * ny));
		}
	}
	return { width, height, data: out };
}

function addSample(image: RgbImage, x: number, y: number, sum: number[]): void {
	const cx = Math.min(image.width - 1, Math.max(0, x));
	const cy = Math.min(image.height - 1, Math.max(0, y));
	const x0 = Math.floor(cx);
	const y0 = Math.floor(cy);
	const fx = cx - x0;
	const fy = cy - y0;
	const right = x0 < image.width - 1 ? 3 : 0;
	const below = y0 < image.height - 1 ? image.width * 3 : 0;
	const at = (y0 * image.width + x0) * 3;
	const { data } = image;
	for (let channel = 0; channel < 3; channel++) {
		const p = at + channel;
		const top = (data[p] ?? 0) * (1 - fx) + (data[p + right] ?? 0) * fx;
		const bottom = (data[p + below] ?? 0) * (1 - fx) + (data[p + below + right] ?? 0) * fx;
		sum[channel] = (sum[channel] ?? 0) + top * (1 - fy) + bottom * fy;
	}
}

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
