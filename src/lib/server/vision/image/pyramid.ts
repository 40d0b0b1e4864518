import type { RgbImage } from '../types';
import type { Rect } from './geometry';
import { cropPadded } from './pixels';
import { resize, shrinkToFit } from './resize';

/**
 * The part of a picture within a rectangle, resized: cut out of the smallest of the picture's halvings that still has the pixels
 * asked for, then filtered. `rect` is what was really cut out, in pixels of the picture: the one given, moved to whole pixels of that halving.
 * What lies outside the picture repeats its edge.
 */
export function view(image: RgbImage, rect: Rect, width: number, height: number): { picture: RgbImage; rect: Rect } {
	let source = image;
	let pixel = 1;
	while (rect.width >= 2 * pixel * width && rect.height >= 2 * pixel * height && canHalve(source)) {
		source = halved(source);
		pixel *= 2;
	}
	const x = Math.round(rect.x / pixel);
	const y = Math.round(rect.y / pixel);
	const cut = cropPadded(source, { x, y, width: rect.width / pixel, height: rect.height / pixel });
	return {
		picture: resize(cut, width, height),
		rect: { x: x * pixel, y: y * pixel, width: cut.width * pixel, height: cut.height * pixel }
	};
}

/**
 * As shrinkToFit, much quicker on large pictures: halves while that is not too much, each pixel the mean of four, and filters
 * only what is left. For measures and detectors; 1280 × 720 to 640 px is one halving.
 */
export function shrinkFast(image: RgbImage, maxSide: number): RgbImage {
	return shrinkToFit(
		halveWhile(image, ({ width, height }) => Math.max(width, height) >= 2 * maxSide),
		maxSide
	);
}

/** Halved until no side is longer than `maxSide`; a smaller picture is returned as it is. */
export function halveTo(image: RgbImage, maxSide: number): RgbImage {
	return halveWhile(image, ({ width, height }) => Math.max(width, height) > maxSide);
}

function halveWhile(image: RgbImage, tooLarge: (image: RgbImage) => boolean): RgbImage {
	let small = image;
	while (tooLarge(small) && canHalve(small)) small = halved(small);
	return small;
}

const canHalve = ({ width, height }: RgbImage): boolean => Math.min(width, height) >= 2;

/** Several stages look at the same picture from as far: it is halved once, and forgotten with it. */
const halvings = new WeakMap<RgbImage, RgbImage>();

/** At half the size, each pixel the mean of four. */
export function halved(image: RgbImage): RgbImage {
	const known = image.half ?? halvings.get(image);
	if (known !== undefined) return known;
	const half = halve(image);
	halvings.set(image, half);
	return half;
}

/** An odd last row or column is left out. */
function halve({ width, height, data }: RgbImage): RgbImage {
	const columns = width >> 1;
	const rows = height >> 1;
	const target = new Uint8Array(columns * rows * 3);
	const stride = width * 3;
	for (let y = 0, to = 0; y < rows; y++) {
		for (let x = 0, from = 2 * y * stride; x < columns; x++, from += 6) {
			for (let channel = from; channel < from + 3; channel++, to++) {
				const sum =
					(data[channel] as number) +
					(data[channel + 3] as number) +
					(data[channel + stride] as number) +
					(data[channel + stride + 3] as number);
				target[to] = (sum + 2) >> 2;
			}
		}
	}
	return { width: columns, height: rows, data: target };
}
