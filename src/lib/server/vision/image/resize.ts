import type { RgbImage } from '../types';

/**
 * Resizes with a triangle filter whose support grows with the shrinking factor (no moiré from skipped pixels). Aspect is
 * whatever the caller asks for. Width and height are at least 1.
 */
export function resize(image: RgbImage, width: number, height: number): RgbImage {
	const targetWidth = Math.max(1, Math.round(width));
	const targetHeight = Math.max(1, Math.round(height));
	if (targetWidth === image.width && targetHeight === image.height) return image;
	const columns = filterTaps(image.width, targetWidth);
	const rows = filterTaps(image.height, targetHeight);
	const narrow = resampleRows(image, columns, targetWidth);
	return { width: targetWidth, height: targetHeight, data: resampleColumns(narrow, rows, targetWidth, targetHeight) };
}

/** Shrinks so that the longer side has at most `maxSide` pixels; a smaller picture is returned as it is. */
export function shrinkToFit(image: RgbImage, maxSide: number): RgbImage {
	const scale = maxSide / Math.max(image.width, image.height);
	return scale >= 1 ? image : resize(image, image.width * scale, image.height * scale);
}

interface Taps {
	/** First source pixel of each target pixel. */
	starts: Int32Array;
	/** Taps of a target pixel, one after another, `count` each. They add up to 1. */
	weights: Float32Array;
	count: number;
}

function filterTaps(source: number, target: number): Taps {
	const scale = source / target;
	const support = Math.max(1, scale);
	const count = Math.min(source, Math.ceil(support) * 2 + 1);
	const starts = new Int32Array(target);
	const weights = new Float32Array(target * count);
	for (let index = 0; index < target; index++) {
		const center = (index + 0.5) * scale - 0.5;
		const start = Math.min(Math.max(0, Math.ceil(center - support)), source - count);
		let total = 0;
		for (let tap = 0; tap < count; tap++) {
			const weight = Math.max(0, 1 - Math.abs(start + tap - center) / support);
			weights[index * count + tap] = weight;
			total += weight;
		}
		for (let tap = 0; tap < count; tap++) weights[index * count + tap] = (weights[index * count + tap] ?? 0) / total;
		starts[index] = start;
	}
	return { starts, weights, count };
}

function resampleRows(image: RgbImage, taps: Taps, width: number): Float32Array {
	const narrow = new Float32Array(width * image.height * 3);
	const { starts, weights, count } = taps;
	const source = image.data;
	for (let y = 0; y < image.height; y++) {
		const row = y * image.width * 3;
		for (let x = 0; x < width; x++) {
			let [red, green, blue] = [0, 0, 0];
			let from = row + (starts[x] as number) * 3;
			for (let tap = x * count; tap < (x + 1) * count; tap++, from += 3) {
				const weight = weights[tap] as number;
				red += weight * (source[from] as number);
				green += weight * (source[from + 1] as number);
				blue += weight * (source[from + 2] as number);
			}
			const to = (y * width + x) * 3;
			narrow[to] = red;
			narrow[to + 1] = green;
			narrow[to + 2] = blue;
		}
	}
	return narrow;
}

function resampleColumns(narrow: Float32Array, taps: Taps, width: number, height: number): Uint8Array {
	const stride = width * 3;
	const data = new Uint8Array(stride * height);
	const sums = new Float32Array(stride);
	const { starts, weights, count } = taps;
	for (let y = 0; y < height; y++) {
		sums.fill(0.5);
		for (let tap = 0; tap < count; tap++) {
			const weight = weights[y * count + tap] as number;
			if (weight === 0) continue;
			const from = ((starts[y] as number) + tap) * stride;
			for (let index = 0; index < stride; index++)
				sums[index] = (sums[index] as number) + weight * (narrow[from + index] as number);
		}
		data.set(sums, y * stride);
	}
	return data;
}
