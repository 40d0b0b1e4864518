import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types';
import { invert, perspectiveBetween, rectToBox, similarityBetween, transformPoint } from './geometry';
import { crop, cropPadded, mirror, rotate90, toGrey } from './pixels';
import { resize, shrinkToFit } from './resize';
import { warp } from './warp';

/** Red grows to the right, green downwards: each pixel tells where it stood. */
function gradient(width: number, height: number): RgbImage {
	const data = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) data.set([x, y, 0], (y * width + x) * 3);
	}
	return { width, height, data };
}
const pixel = ({ width, data }: RgbImage, x: number, y: number) =>
	Array.from(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));

describe('resize', () => {
	it('keeps one colour one colour at any size', () => {
		const flat = { width: 37, height: 23, data: new Uint8Array(37 * 23 * 3).fill(77) };
		for (const [width, height] of [
			[5, 3],
			[37, 1],
			[80, 90],
			[1, 1]
		] as const) {
			expect(new Set(resize(flat, width, height).data)).toEqual(new Set([77]));
		}
	});

	it('averages what it shrinks instead of skipping pixels', () => {
		const stripes = gradient(64, 8);
		for (let index = 0; index < stripes.data.length; index++)
			stripes.data[index] = Math.floor(index / 3) % 2 === 0 ? 0 : 200;
		const small = resize(stripes, 8, 8);
		expect(Math.max(...small.data) - Math.min(...small.data)).toBeLessThan(25);
	});

	it('never enlarges when asked to fit', () => {
		expect(shrinkToFit(gradient(40, 20), 10)).toMatchObject({ width: 10, height: 5 });
		expect(shrinkToFit(gradient(40, 20), 100)).toMatchObject({ width: 40, height: 20 });
	});
});

describe('crop and turn', () => {
	it('cuts at the edges of the picture', () => {
		const part = crop(gradient(20, 10), { x: 15, y: -5, width: 30, height: 8 });
		expect([part.width, part.height, pixel(part, 0, 0), pixel(part, 4, 2)]).toEqual([5, 3, [15, 0, 0], [19, 2, 0]]);
	});

	it('pads with the edge or with a grey', () => {
		const rect = { x: -2, y: -2, width: 24, height: 14 };
		expect(pixel(cropPadded(gradient(20, 10), rect), 0, 6)).toEqual([0, 4, 0]);
		expect(pixel(cropPadded(gradient(20, 10), rect), 23, 13)).toEqual([19, 9, 0]);
		expect(pixel(cropPadded(gradient(20, 10), rect, 9), 0, 6)).toEqual([9, 9, 9]);
		expect(pixel(cropPadded(gradient(20, 10), { x: 50, y: 50, width: 3, height: 3 }), 1, 1)).toEqual([19, 9, 0]);
	});

	it('turns clockwise, and four quarter turns change nothing', () => {
		const image = gradient(5, 3);
		expect(pixel(rotate90(image, 90), 2, 0)).toEqual([0, 0, 0]);
		expect(pixel(rotate90(image, 270), 0, 4)).toEqual([0, 0, 0]);
		expect(rotate90(rotate90(image, 90), 270)).toEqual(image);
		expect(rotate90(rotate90(image, 180), 180)).toEqual(image);
		expect(mirror(mirror(image))).toEqual(image);
	});

	it('weighs colours as the eye does', () => {
		expect(toGrey({ width: 1, height: 1, data: Uint8Array.of(255, 255, 255) }).data[0]).toBe(255);
		expect(toGrey({ width: 1, height: 1, data: Uint8Array.of(0, 255, 0) }).data[0]).toBe(150);
	});
});

describe('geometry', () => {
	const square = [
		{ x: 0, y: 0 },
		{ x: 1, y: 0 },
		{ x: 1, y: 1 },
		{ x: 0, y: 1 }
	];

	it('finds the similarity that was applied', () => {
		const moved = square.map(({ x, y }) => ({ x: 3 - 2 * y, y: 5 + 2 * x }));
		const found = similarityBetween(square, moved);
		expect(found).not.toBeNull();
		if (found !== null) expect(transformPoint(found, { x: 0.5, y: 0.25 })).toEqual({ x: 2.5, y: 6 });
		expect(
			similarityBetween(
				[square[0], square[0]].flatMap((point) => point ?? []),
				moved
			)
		).toBeNull();
	});

	it('finds the perspective that takes four corners to four others, and its way back', () => {
		const corners = [
			{ x: 2, y: 1 },
			{ x: 9, y: 2 },
			{ x: 8, y: 7 },
			{ x: 1, y: 6 }
		];
		const found = perspectiveBetween(square, corners);
		const back = found === null ? null : invert(found);
		if (found === null || back === null) throw new Error('no map');
		square.forEach((point, index) => {
			const there = transformPoint(found, point);
			expect(there.x).toBeCloseTo(corners[index]?.x ?? NaN, 9);
			expect(transformPoint(back, there).y).toBeCloseTo(point.y, 9);
		});
	});

	it('has no perspective for corners on a line', () => {
		const line = [0, 1, 2, 3].map((x) => ({ x, y: x }));
		expect(perspectiveBetween(line, square)).toBeNull();
	});

	it('cuts boxes at the edges of the picture', () => {
		expect(rectToBox({ x: -10, y: 5, width: 60, height: 10 }, { width: 40, height: 20 })).toEqual({
			x: 0,
			y: 0.25,
			width: 1,
			height: 0.5
		});
	});
});

describe('warp', () => {
	it('draws the picture shifted, with its edge or a fill around it', () => {
		const shift = [1, 0, 3, 0, 1, 2, 0, 0, 1] as const;
		expect(pixel(warp(gradient(20, 10), shift, 20, 10), 8, 7)).toEqual([5, 5, 0]);
		expect(pixel(warp(gradient(20, 10), shift, 20, 10), 0, 7)).toEqual([0, 5, 0]);
		expect(pixel(warp(gradient(20, 10), shift, 20, 10, 128), 0, 0)).toEqual([128, 128, 128]);
	});

	it('gives the fill alone where the map has no inverse', () => {
		expect(pixel(warp(gradient(4, 4), [0, 0, 0, 0, 0, 0, 0, 0, 1], 2, 2, 7), 1, 1)).toEqual([7, 7, 7]);
	});
});
