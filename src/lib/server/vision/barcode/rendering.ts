import type { GreyImage } from '../image/pixels';

/** What the reader takes: RGBA bytes with a width and a height. */
export function toRgba({ width, height, data }: GreyImage): ImageData {
	const rgba = new Uint8ClampedArray(width * height * 4);
	for (let pixel = 0, to = 0; pixel < data.length; pixel++, to += 4) {
		const value = data[pixel] ?? 0;
		rgba[to] = value;
		rgba[to + 1] = value;
		rgba[to + 2] = value;
		rgba[to + 3] = 255;
	}
	return { width, height, data: rgba, colorSpace: 'srgb' };
}

/** Spreads the values between the 2nd and 98th percentile over the whole range. */
export function stretchContrast({ width, height, data }: GreyImage): GreyImage {
	const counts = new Uint32Array(256);
	for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
	const at = (share: number): number => {
		let seen = 0;
		for (let value = 0; value < 256; value++) {
			seen += counts[value] ?? 0;
			if (seen >= data.length * share) return value;
		}
		return 255;
	};
	const low = at(0.02);
	const range = Math.max(1, at(0.98) - low);
	const table = Uint8Array.from({ length: 256 }, (_, value) =>
		Math.min(255, Math.max(0, ((value - low) * 255) / range))
	);
	return { width, height, data: data.map((value) => table[value] ?? value) };
}

/** Twice the difference from the mean of the eight neighbours put back on: half a module of blur undone, noise doubled. */
export function sharpened({ width, height, data }: GreyImage): GreyImage {
	const sharp = new Uint8Array(data);
	for (let y = 1; y < height - 1; y++) {
		for (let x = 1; x < width - 1; x++) {
			const at = y * width + x;
			let around = 0;
			for (let row = at - width; row <= at + width; row += width)
				around += (data[row - 1] as number) + (data[row] as number) + (data[row + 1] as number);
			const value = (data[at] as number) + 2 * ((data[at] as number) - around / 9);
			sharp[at] = value < 0 ? 0 : value > 255 ? 255 : value;
		}
	}
	return { width, height, data: sharp };
}
