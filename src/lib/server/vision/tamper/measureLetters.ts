import type { Box, RgbImage } from '../types';
import { lineOfPrint } from './lineOfPrint';
import { middleValue } from './middleValue';

/** How one line of letters is printed. */
export interface LetterMeasures {
	/** Of its taller letters, in pixels. */
	height: number;
	/** Usual width of a stroke along the row, in pixels. */
	stroke: number;
	/** Grey level of its darkest twentieth. */
	black: number;
	/** Usual steepest step of an edge along the row, as a share of the contrast between ink and paper. */
	sharpness: number;
	/** Colour of the ink: red and blue less green, in grey levels. */
	red: number;
	blue: number;
}

/** Measures level dark letters on lighter paper; null where too little of them stands out. Pure. */
export function measureLetters(image: RgbImage, box: Box): LetterMeasures | null {
	const line = lineOfPrint(image, box);
	if (line === null) return null;
	const { left, top, width, height, green, black, paper } = line;
	const contrast = paper - black;
	const strokes = findStrokes(green, width, height, (paper + black) / 2);
	if (strokes.widths.length < LEAST_STROKES) return null;
	return {
		height: strokes.height,
		stroke: middleValue(strokes.widths),
		black,
		sharpness: middleValue(strokes.steps) / contrast,
		...inkColour(image, { left, top, width, height }, green, black + contrast / 5)
	};
}

/** Strokes below which the usual one says little. */
const LEAST_STROKES = 24;

interface Strokes {
	height: number;
	widths: number[];
	/** Largest difference from pixel to pixel at each stroke's left edge. */
	steps: number[];
}

function findStrokes(grey: Uint8Array, width: number, height: number, line: number): Strokes {
	const widths: number[] = [];
	const steps: number[] = [];
	const spans: number[] = [];
	let [first, last] = [height, -1];
	for (let x = 0; x < width; x++) {
		let [top, bottom] = [height, -1];
		for (let y = 0; y < height; y++) if ((grey[y * width + x] as number) < line) [top, bottom] = [Math.min(top, y), y];
		// A column without ink ends a letter.
		if (bottom < 0) {
			if (last >= first) spans.push(last - first + 1);
			[first, last] = [height, -1];
		} else [first, last] = [Math.min(first, top), Math.max(last, bottom)];
	}
	for (let y = 0; y < height; y++) {
		for (let x = 1, from = -1; x < width; x++) {
			const [before, value] = [grey[y * width + x - 1] as number, grey[y * width + x] as number];
			if (value < line && before >= line) from = x;
			else if (value >= line && before < line && from > 0) {
				widths.push(exactWidth(grey, y * width, from, x, line));
				steps.push(steepest(grey, y * width, from));
				from = -1;
			}
		}
	}
	spans.sort((a, b) => a - b);
	return { height: spans[Math.floor(0.7 * spans.length)] ?? 0, widths, steps };
}

/** Between the two places where the line is crossed, to parts of a pixel. */
function exactWidth(grey: Uint8Array, row: number, from: number, to: number, line: number): number {
	const crossing = (x: number): number => {
		const [before, value] = [grey[row + x - 1] as number, grey[row + x] as number];
		return x - 1 + (before - line) / (before - value);
	};
	return crossing(to) - crossing(from);
}

function steepest(grey: Uint8Array, row: number, from: number): number {
	let most = 0;
	for (let x = Math.max(1, from - 1); x <= from + 1; x++)
		most = Math.max(most, (grey[row + x - 1] as number) - (grey[row + x] as number));
	return most;
}

function inkColour(
	{ data, width: stride }: RgbImage,
	area: { left: number; top: number; width: number; height: number },
	green: Uint8Array,
	line: number
): { red: number; blue: number } {
	let [red, blue, count] = [0, 0, 0];
	for (let y = 0; y < area.height; y++)
		for (let x = 0; x < area.width; x++) {
			if ((green[y * area.width + x] as number) > line) continue;
			const at = ((area.top + y) * stride + area.left + x) * 3;
			red += (data[at] as number) - (data[at + 1] as number);
			blue += (data[at + 2] as number) - (data[at + 1] as number);
			count++;
		}
	return { red: red / Math.max(1, count), blue: blue / Math.max(1, count) };
}
