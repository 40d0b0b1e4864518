/** Lines of text laid out by hand, for tests. */
import type { ExtractedField, TextLine } from '../types';
import { placeLines, type PlacedLine } from './placedLines';
import { printedFields, type PrintedContext } from './printedFields';

/** [text, left, top, height] in pixels; a letter is 0.6 heights wide, the height 20 where none is given. */
export type LaidLine = readonly [text: string, left: number, top: number, height?: number];

/** `slant` in degrees turns the whole page clockwise. */
export function layLines(lines: readonly LaidLine[], slant = 0): PlacedLine[] {
	const [cos, sin] = [Math.cos((slant * Math.PI) / 180), Math.sin((slant * Math.PI) / 180)];
	const turned = (x: number, y: number) => ({ x: x * cos - y * sin, y: x * sin + y * cos });
	return placeLines(
		lines.map(([text, x, y, height = 20]) => {
			const [right, bottom] = [x + 0.6 * height * text.length, y + height];
			const corners: TextLine['corners'] = [turned(x, y), turned(right, y), turned(right, bottom), turned(x, bottom)];
			return { text, score: 0.95, corners };
		}),
		0
	);
}

/** Field names to values as printed. */
export function readLaid(
	lines: readonly LaidLine[],
	context: Partial<PrintedContext> = {},
	slant = 0
): Record<string, string> {
	const whole = { order: 'dayFirst' as const, isLicence: false, mrz: [], ...context };
	const fields = printedFields(layLines(lines, slant), whole, { width: 1000, height: 700 });
	return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

export const fromZone = (name: ExtractedField['name'], value: string): ExtractedField => ({
	name,
	value,
	source: 'mrz',
	score: 0.99,
	box: null
});
