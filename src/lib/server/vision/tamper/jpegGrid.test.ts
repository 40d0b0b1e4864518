import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage, toGrey } from '../image';
import { drawPassport } from '../testing';
import type { RgbImage } from '../types';
import { transformBlocks } from './blockStatistics';
import { exifOrientation, jpegGrid } from './jpegGrid';

/** Sides that are no multiples of eight, saved with different steps along rows and columns. */
async function savedAs(orientation: number): Promise<{ jpeg: Buffer; image: RgbImage }> {
	const { image } = await drawPassport({ seed: 3, scene: 'flat', pixelsPerMm: 5 });
	const raw = { width: image.width, height: image.height, channels: 3 as const };
	const jpeg = await sharp(image.data, { raw })
		.extract({ left: 0, top: 0, width: 603, height: 421 })
		.jpeg({ quality: 70, quantisationTable: 4 })
		.withMetadata({ orientation })
		.toBuffer();
	const decoded = await decodeImage(jpeg);
	if (!decoded.ok) throw new Error(decoded.code);
	return { jpeg, image: decoded.image };
}

describe('jpegGrid', () => {
	it.each([1, 2, 3, 4, 5, 6, 7, 8])('finds the steps of a JPEG in its upright pixels, orientation %i', async (way) => {
		const { jpeg, image } = await savedAs(way);
		expect(exifOrientation(jpeg)).toBe(way);
		const { origin, steps } = jpegGrid(jpeg, image);
		expect(offSteps(image, origin, steps ?? [])).toBeLessThan(0.3);
	});

	it('takes bytes that end in the middle of their notes for upright', () => {
		for (const bytes of [
			[],
			[0xff, 0xd8],
			[0xff, 0xd8, 0xff, 0xe1, 0, 40, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 9, 0]
		])
			expect(exifOrientation(Uint8Array.from(bytes))).toBe(1);
	});
});

/** Share of the larger low coefficients that lie off the multiples of their step. */
function offSteps(image: RgbImage, origin: { x: number; y: number }, steps: readonly number[]): number {
	const { coefficients } = transformBlocks(toGrey(image), origin);
	let [off, all] = [0, 0];
	for (let at = 0; at < coefficients.length; at++) {
		const place = at % 64;
		const step = steps[place] ?? 1;
		const value = Math.abs(coefficients[at] ?? 0);
		if (![2, 16, 10, 3, 24].includes(place) || value < step / 2) continue;
		all++;
		if (Math.abs(value / step - Math.round(value / step)) > 0.2) off++;
	}
	return off / all;
}
