import type { Box, RgbImage } from '../types';
import { LEAST_HEIGHT, lineOfPrint } from './lineOfPrint';

/** One letter of a level line of print, or what of it hangs together. */
export interface Letter {
	/** Its middle along the line, and where its ink begins and ends down the columns: pixels of the picture, to parts of one. */
	x: number;
	top: number;
	bottom: number;
	/** Fractions of the picture. */
	box: Box;
}

/** The dark letters of one level line on lighter paper, left to right; those that touch each other are left out. Pure. */
export function findLetters(image: RgbImage, box: Box): Letter[] {
	const line = lineOfPrint(image, box, 2);
	if (line === null) return [];
	const { left, top, width, height, green, black, paper } = line;
	const spans = inkSpans(green, width, height, (paper + black) / 2);
	return spans.flatMap(({ from, to }) => {
		const ends = verticalEnds(green, width, height, { from, to }, { black, paper });
		// A dot or a hyphen has no feet on the line, two letters in one are wider than high.
		if (ends === null || ends.bottom - ends.top < LEAST_HEIGHT || to - from > 1.3 * (ends.bottom - ends.top)) return [];
		return [
			{
				x: left + (from + to) / 2,
				top: top + ends.top,
				bottom: top + ends.bottom,
				box: {
					x: (left + from) / image.width,
					y: (top + ends.top) / image.height,
					width: (to - from) / image.width,
					height: (ends.bottom - ends.top) / image.height
				}
			}
		];
	});
}

/** Stretches of columns that hold ink. */
function inkSpans(grey: Uint8Array, width: number, height: number, line: number): { from: number; to: number }[] {
	const spans: { from: number; to: number }[] = [];
	let from = -1;
	for (let x = 0; x <= width; x++) {
		let hasInk = false;
		for (let y = 0; x < width && y < height && !hasInk; y++) hasInk = (grey[y * width + x] as number) < line;
		if (hasInk && from < 0) from = x;
		else if (!hasInk && from >= 0) {
			spans.push({ from, to: x });
			from = -1;
		}
	}
	// A letter that the box cuts through has no whole shape.
	return spans.filter((span) => span.from > 0 && span.to < width);
}

/** Rows where the darkest pixel of the span crosses the middle between ink and paper, to parts of a row. */
function verticalEnds(
	grey: Uint8Array,
	width: number,
	height: number,
	{ from, to }: { from: number; to: number },
	{ black, paper }: { black: number; paper: number }
): { top: number; bottom: number } | null {
	const darkest = Float32Array.from({ length: height }, (_, y) => {
		let least = 255;
		for (let x = from; x < to; x++) least = Math.min(least, grey[y * width + x] as number);
		return least;
	});
	const line = (black + paper) / 2;
	const first = darkest.findIndex((value) => value < line);
	const last = darkest.findLastIndex((value) => value < line);
	// Ink at the edge goes on outside of the box.
	if (first < 1 || last > height - 2) return null;
	const crossing = (outside: number, inside: number): number => {
		const [a, b] = [darkest[outside] as number, darkest[inside] as number];
		return (a - line) / Math.max(1, a - b);
	};
	return { top: first - 1 + crossing(first - 1, first), bottom: last + 1 - crossing(last + 1, last) };
}
