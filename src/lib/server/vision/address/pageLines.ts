/** Where lines stand to one another on an upright page. Pure. */
import type { Box, TextLine } from '../types';

export const right = ({ box }: TextLine): number => box.x + box.width;
export const bottom = ({ box }: TextLine): number => box.y + box.height;
export const middle = ({ box }: TextLine): number => box.y + box.height / 2;

/** Letters of the line, upper case, without accents and without spaces: recognisers lose spaces first. */
export const letterKey = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toUpperCase();

/** Typical height of a line of the page, as a fraction of it. */
export function typicalHeight(lines: readonly TextLine[]): number {
	const heights = lines.map(({ box }) => box.height).sort((a, b) => a - b);
	return heights[Math.floor(heights.length / 2)] ?? 0.02;
}

/** The nearest line straight above that starts at about the same place, no more than `gap` line heights away. */
export function lineAbove(lines: readonly TextLine[], line: TextLine, gap = 1.3): TextLine | null {
	const reach = Math.max(line.box.height, 0.008) * gap;
	const above = lines.filter((other) => {
		const distance = line.box.y - bottom(other);
		const inColumn = Math.abs(other.box.x - line.box.x) < 0.035;
		return (
			other !== line &&
			inColumn &&
			middle(other) < middle(line) &&
			distance < reach &&
			middle(line) - middle(other) > 0.3 * line.box.height
		);
	});
	return above.sort((a, b) => middle(b) - middle(a))[0] ?? null;
}

/** What stands behind a label: to its right on the same row, else straight below it. */
export function neighbours(lines: readonly TextLine[], label: TextLine): TextLine[] {
	const sameRow = lines
		.filter(
			(other) =>
				other !== label &&
				Math.abs(middle(other) - middle(label)) < 0.6 * label.box.height &&
				other.box.x >= right(label) - 0.01
		)
		.sort((a, b) => a.box.x - b.box.x)
		.slice(0, 1);
	const below = lines
		.filter((other) => {
			const overlap = Math.min(right(other), right(label)) - Math.max(other.box.x, label.box.x);
			const distance = middle(other) - middle(label);
			return other !== label && overlap > 0 && distance > 0.4 * label.box.height && distance < 2.6 * label.box.height;
		})
		.sort((a, b) => middle(a) - middle(b))
		.slice(0, 1);
	return [...sameRow, ...below];
}

export function boxAround(lines: readonly TextLine[]): Box | null {
	if (lines.length === 0) return null;
	const x = Math.min(...lines.map(({ box }) => box.x));
	const y = Math.min(...lines.map(({ box }) => box.y));
	return { x, y, width: Math.max(...lines.map(right)) - x, height: Math.max(...lines.map(bottom)) - y };
}

export const meanScore = (lines: readonly TextLine[]): number =>
	lines.length === 0 ? 0 : lines.reduce((sum, { score }) => sum + score, 0) / lines.length;
