import type { RgbImage } from '../types';
import type { GreyImage } from './pixels';

/**
 * Resizes with a triangle filter whose support grows with the shrinking factor (no moiré from skipped pixels). Aspect is
 * whatever the caller asks for. Width and height are at least 1.
 */
export function resize(image: RgbImage, width: number, height: number): RgbImage {
	return resample(image, width, height, 3);
}

/** As resize, on luminance. */
export function resizeGrey(image: GreyImage, width: number, height: number): GreyImage {
	return resample(image, width, height, 1);
}

/** Shrinks so that the longer side has at most `maxSide` pixels; a smaller picture is returned as it is. */
export function shrinkToFit(image: RgbImage, maxSide: number): RgbImage {
	const scale = maxSide / Math.max(image.width, image.height);
	return scale >= 1 ? image : resize(image, image.width * scale, image.height * scale);
}

interface Samples {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8Array;
}

function resample(image: Samples, width: number, height: number, channels: 1 | 3): Samples {
	const targetWidth = Math.max(1, Math.round(width));
	const targetHeight = Math.max(1, Math.round(height));
	if (targetWidth === image.width && targetHeight === image.height) return image;
	// Averaging whole blocks is cheap; the filter then has to shrink by less than BOX_FROM.
	const factor = Math.floor(Math.min(image.width / targetWidth, image.height / targetHeight) / (BOX_FROM / 2));
	const source = factor >= 2 ? averageBlocks(image, factor, channels) : image;
	const columns = filterTaps(source.width, targetWidth);
	const rows = filterTaps(source.height, targetHeight);
	const narrow = (channels === 3 ? narrowColour : narrowGrey)(source, columns, targetWidth);
	return {
		width: targetWidth,
		height: targetHeight,
		data: resampleColumns(narrow, rows, targetWidth * channels, targetHeight)
	};
}

const BOX_FROM = 4;

/** Blocks of factor × factor; what is left over at the right and at the bottom goes into the last blocks. */
function averageBlocks({ width, height, data }: Samples, factor: number, channels: number): Samples {
	const columns = Math.floor(width / factor);
	const rows = Math.floor(height / factor);
	const target = new Uint8Array(columns * rows * channels);
	const sums = new Uint32Array(columns * channels);
	for (let row = 0; row < rows; row++) {
		const top = row * factor;
		const bottom = row === rows - 1 ? height : top + factor;
		sums.fill(0);
		for (let y = top; y < bottom; y++) addRow(data, y * width * channels, width, factor, columns, channels, sums);
		for (let column = 0; column < columns; column++) {
			const across = column === columns - 1 ? width - column * factor : factor;
			const count = across * (bottom - top);
			for (let channel = 0; channel < channels; channel++) {
				const index = column * channels + channel;
				target[row * columns * channels + index] = ((sums[index] as number) + count / 2) / count;
			}
		}
	}
	return { width: columns, height: rows, data: target };
}

function addRow(
	data: Uint8Array,
	from: number,
	width: number,
	factor: number,
	columns: number,
	channels: number,
	sums: Uint32Array
): void {
	let index = from;
	for (let column = 0; column < columns; column++) {
		const end = column === columns - 1 ? from + width * channels : index + factor * channels;
		const to = column * channels;
		for (; index < end; index += channels) {
			sums[to] = (sums[to] as number) + (data[index] as number);
			if (channels === 1) continue;
			sums[to + 1] = (sums[to + 1] as number) + (data[index + 1] as number);
			sums[to + 2] = (sums[to + 2] as number) + (data[index + 2] as number);
		}
	}
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
	const count = Math.min(source, Math.floor(2 * support) + 1);
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

function narrowColour(image: Samples, taps: Taps, width: number): Float32Array {
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

function narrowGrey(image: Samples, taps: Taps, width: number): Float32Array {
	const narrow = new Float32Array(width * image.height);
	const { starts, weights, count } = taps;
	const source = image.data;
	for (let y = 0; y < image.height; y++) {
		const row = y * image.width;
		for (let x = 0; x < width; x++) {
			let sum = 0;
			let from = row + (starts[x] as number);
			for (let tap = x * count; tap < (x + 1) * count; tap++, from++) {
				sum += (weights[tap] as number) * (source[from] as number);
			}
			narrow[y * width + x] = sum;
		}
	}
	return narrow;
}

/** `stride` is the number of samples in a row. */
function resampleColumns(narrow: Float32Array, taps: Taps, stride: number, height: number): Uint8Array {
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
