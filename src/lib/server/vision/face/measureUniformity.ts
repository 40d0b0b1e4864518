import type { GreyImage } from '../image';

/** Levels of luminance that count as one. */
const BINS = 32;

/**
 * Illumination uniformity after ISO/IEC 29794-5: how much the luminance histograms of the left and the right half of an
 * aligned face overlap. 1 is even light, 0 a face half in the dark.
 */
export function measureUniformity({ width, height, data }: GreyImage): number {
	const half = width >> 1;
	if (half === 0 || height === 0) return 0;
	const left = new Float64Array(BINS);
	const right = new Float64Array(BINS);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < half; x++) {
			count(left, data[y * width + x] ?? 0);
			count(right, data[y * width + width - 1 - x] ?? 0);
		}
	}
	const shared = left.reduce((sum, pixels, bin) => sum + Math.min(pixels, right[bin] ?? 0), 0);
	return shared / (half * height);
}

function count(histogram: Float64Array, value: number): void {
	const bin = (value * BINS) >> 8;
	histogram[bin] = (histogram[bin] ?? 0) + 1;
}
