import type { Box, RgbImage } from '../types';

/** The green of a level line of print, and how dark its ink and how light its paper is. */
export interface LineOfPrint {
	/** Where it begins, and its size: pixels of the picture. */
	left: number;
	top: number;
	width: number;
	height: number;
	green: Uint8Array;
	/** Grey levels of its darkest twentieth, and of what four fifths are no lighter than. */
	black: number;
	paper: number;
}

/** Pixels and grey levels below which the camera says more than the print. */
export const LEAST_HEIGHT = 10;
const LEAST_CONTRAST = 50;

/** What lies in the box, `margin` rows higher and lower too; null where it is too small or does not stand out. Pure. */
export function lineOfPrint(image: RgbImage, box: Box, margin = 0): LineOfPrint | null {
	const left = Math.max(0, Math.floor(box.x * image.width));
	const top = Math.max(0, Math.floor(box.y * image.height) - margin);
	const width = Math.min(image.width, Math.ceil((box.x + box.width) * image.width)) - left;
	const height = Math.min(image.height, Math.ceil((box.y + box.height) * image.height) + margin) - top;
	if (width < 3 * LEAST_HEIGHT || height < LEAST_HEIGHT) return null;
	const green = new Uint8Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			green[y * width + x] = image.data[((top + y) * image.width + left + x) * 3 + 1] as number;
	const sorted = Uint8Array.from(green).sort();
	const [black, paper] = [sorted[Math.floor(0.05 * sorted.length)] ?? 0, sorted[Math.floor(0.8 * sorted.length)] ?? 0];
	return paper - black < LEAST_CONTRAST ? null : { left, top, width, height, green, black, paper };
}
