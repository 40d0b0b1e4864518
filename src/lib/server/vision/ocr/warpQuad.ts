/** A four-cornered region of a picture, drawn upright. Pure. */
import type { Point, RgbImage } from '../types';
import type { Quad } from './textBoxes';

/**
 * The quadrilateral (corners clockwise from its own top left, pixels of `image`) as a picture of `width` × `height`.
 * Bilinear; where the source is finer than the target the mean of several samples, so that small print does not alias.
 * Outside the picture the nearest edge pixel is repeated.
 */
export function warpQuad(image: RgbImage, corners: Quad, width: number, height: number): RgbImage {
	const nx = samplesFor(distance(corners[0], corners[1]) / width);
	const ny = samplesFor(distance(corners[0], corners[3]) / height);
	const map = unitSquareTo(corners);
	const out = new Uint8Array(width * height * 3);
	const sums = new Float32Array(width * 3);
	const share = 1 / (nx * ny);
	for (let y = 0; y < height; y++) {
		sums.fill(0);
		for (let j = 0; j < ny; j++) addSamples(image, map, (y + (j + 0.5) / ny) / height, nx, sums);
		for (let i = 0, at = y * width * 3; i < sums.length; i++, at++) out[at] = (sums[i] ?? 0) * share + 0.5;
	}
	return { width, height, data: out };
}

/** Samples a target pixel takes along one side of so many source pixels. */
const samplesFor = (pixels: number) => Math.min(4, Math.max(1, Math.round(pixels)));

/** Adds one line of samples, `nx` to a pixel of the target, at height v (0…1) of the quadrilateral. */
function addSamples(image: RgbImage, map: SquareMap, v: number, nx: number, sums: Float32Array): void {
	const { data } = image;
	const [lastX, lastY, stride] = [image.width - 1, image.height - 1, image.width * 3];
	const du = 3 / (sums.length * nx);
	const isFlat = map.g === 0 && map.h === 0;
	const [startX, startY, startW] = [map.b * v + map.c, map.e * v + map.f, map.h * v + 1];
	for (let at = 0, u = du / 2; at < sums.length; at += 3) {
		let red = 0;
		let green = 0;
		let blue = 0;
		for (let i = 0; i < nx; i++, u += du) {
			const scale = isFlat ? 1 : 1 / (map.g * u + startW);
			const cx = Math.min(lastX, Math.max(0, (map.a * u + startX) * scale - 0.5));
			const cy = Math.min(lastY, Math.max(0, (map.d * u + startY) * scale - 0.5));
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
		sums[at] = (sums[at] ?? 0) + red;
		sums[at + 1] = (sums[at + 1] ?? 0) + green;
		sums[at + 2] = (sums[at + 2] ?? 0) + blue;
	}
}

const at8 = (data: Uint8Array, index: number): number => data[index] as number;

type SquareMap = ReturnType<typeof unitSquareTo>;

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
