import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types';
import { halveTo, shrinkFast, view } from './pyramid';

/** Red counts columns, green counts rows. */
function ramp(width: number, height: number): RgbImage {
	const data = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x, y, 0], (y * width + x) * 3);
	return { width, height, data };
}

describe('view', () => {
	it('says which pixels it shows, and shows those', () => {
		const { picture, rect } = view(ramp(200, 160), { x: 41.3, y: 22.8, width: 80, height: 80 }, 20, 20);
		expect(rect).toEqual({ x: 40, y: 24, width: 80, height: 80 });
		// The mean of the columns and rows that each pixel covers: the ramp is exact at every halving, to rounding up.
		const middle = (10 * 20 + 10) * 3;
		expect(Math.abs((picture.data[middle] ?? 0) - (40 + 10.5 * 4 - 0.5))).toBeLessThanOrEqual(1);
		expect(Math.abs((picture.data[middle + 1] ?? 0) - (24 + 10.5 * 4 - 0.5))).toBeLessThanOrEqual(1);
	});

	it('repeats the edge outside the picture, and enlarges what is small', () => {
		const { picture } = view(ramp(10, 10), { x: -10, y: 0, width: 20, height: 10 }, 40, 20);
		expect(picture).toMatchObject({ width: 40, height: 20 });
		expect(picture.data[0]).toBe(0);
		expect(picture.data[39 * 3]).toBe(9);
	});
});

describe('halving', () => {
	it('gives the same halving to everybody who asks for it', () => {
		const image = ramp(120, 90);
		expect(halveTo(image, 60)).toBe(shrinkFast(image, 60));
	});

	it('leaves a picture of one row alone', () => {
		const line = ramp(200, 1);
		expect(halveTo(line, 50)).toBe(line);
	});
});
