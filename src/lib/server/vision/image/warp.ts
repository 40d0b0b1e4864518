import type { RgbImage } from '../types';
import { invert, type Matrix3 } from './geometry';

/**
 * Draws the picture through a map from its pixels to those of a new picture (bilinear; pixel centres at half integers are
 * not used: (0, 0) is the centre of the first pixel). Outside the picture its edge repeats, or one grey fills. Shrink first
 * when the map shrinks by more than two, or fine detail turns to noise. A map without an inverse gives the fill alone.
 */
export function warp(
	image: RgbImage,
	toTarget: Matrix3,
	width: number,
	height: number,
	fill: 'edge' | number = 'edge'
): RgbImage {
	const data = new Uint8Array(width * height * 3);
	if (typeof fill === 'number') data.fill(fill);
	const toSource = invert(toTarget);
	if (toSource === null) return { width, height, data };
	const [a, b, c, d, e, f, g, h, i] = toSource;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const w = g * x + h * y + i;
			const sx = (a * x + b * y + c) / w;
			const sy = (d * x + e * y + f) / w;
			if (!Number.isFinite(sx + sy) || (fill !== 'edge' && isOutside(image, sx, sy))) continue;
			sample(image, sx, sy, data, (y * width + x) * 3);
		}
	}
	return { width, height, data };
}

const isOutside = (image: RgbImage, x: number, y: number): boolean =>
	x < -0.5 || y < -0.5 || x > image.width - 0.5 || y > image.height - 0.5;

function sample(image: RgbImage, sx: number, sy: number, target: Uint8Array, to: number): void {
	const { width, height, data } = image;
	const x = Math.min(width - 1, Math.max(0, sx));
	const y = Math.min(height - 1, Math.max(0, sy));
	const left = Math.floor(x);
	const top = Math.floor(y);
	const right = Math.min(width - 1, left + 1);
	const bottom = Math.min(height - 1, top + 1);
	const fx = x - left;
	const fy = y - top;
	for (let channel = 0; channel < 3; channel++) {
		const upper =
			(data[(top * width + left) * 3 + channel] as number) * (1 - fx) +
			(data[(top * width + right) * 3 + channel] as number) * fx;
		const lower =
			(data[(bottom * width + left) * 3 + channel] as number) * (1 - fx) +
			(data[(bottom * width + right) * 3 + channel] as number) * fx;
		target[to + channel] = upper * (1 - fy) + lower * fy + 0.5;
	}
}
