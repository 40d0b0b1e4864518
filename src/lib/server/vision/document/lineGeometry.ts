/** How lines stand to each other. Pure; heights of letters are the unit, so that the size of the picture does not matter. */
import type { PlacedLine } from './placedLines';

export type Stretch = Pick<PlacedLine, 'left' | 'right' | 'top' | 'bottom'>;

/** 0.5 right under the label, falling to 0 at three heights or where the edges part, left or right. */
export function below(label: Stretch, line: Stretch): number {
	const height = line.bottom - line.top;
	const gap = line.top - label.bottom;
	if (gap < -0.5 * height || gap > 2.2 * height || line.bottom < label.bottom) return 0;
	const offset = Math.min(Math.abs(line.left - label.left), Math.abs(line.right - label.right)) / height;
	const inside =
		(line.left > label.left - height && line.left < label.right) ||
		Math.abs(line.right - label.right) < 0.5 * height ||
		// Centred on it.
		(offset < 1.6 && Math.abs(line.left + line.right - label.left - label.right) < height);
	return inside ? Math.max(0, 0.5 - 0.12 * Math.max(0, gap / height) - 0.03 * offset) : 0;
}

/** 0.35 right of the label in the same row. */
export function beside(label: Stretch, line: Stretch): number {
	const height = line.bottom - line.top;
	const gap = line.left - label.right;
	if (!isSameRow(label, line) || gap < -0.5 * height || gap > 12 * height) return 0;
	return Math.max(0.05, 0.35 - 0.03 * (gap / height));
}

export function isSameRow(a: Stretch, b: Stretch): boolean {
	return Math.abs((a.top + a.bottom - b.top - b.bottom) / 2) <= 0.6 * Math.max(a.bottom - a.top, b.bottom - b.top);
}

/** The next line of the same piece of text: right beneath, as high, at the same left edge; nothing stands between. */
export function nextLine(first: PlacedLine, lines: readonly PlacedLine[], mostGap: number): PlacedLine | null {
	const height = first.bottom - first.top;
	const found = lines.filter(
		(line) =>
			line !== first &&
			line.labels.length === 0 &&
			line.key.length > 1 &&
			line.top > first.top + 0.4 * height &&
			line.top - first.bottom < mostGap * height &&
			Math.abs(line.left - first.left) < 2.5 * height
	);
	return found.sort((a, b) => a.top - b.top)[0] ?? null;
}

/** A label between the two: what stands under it is not the first one's. */
export function isCutOff(label: Stretch, line: PlacedLine, lines: readonly PlacedLine[]): boolean {
	return lines.some(
		(other) =>
			other !== line &&
			other.isLabel &&
			other.top > label.top + 0.5 * (label.bottom - label.top) &&
			middle(other) > label.bottom &&
			middle(other) < middle(line) &&
			other.left < line.right &&
			other.right > line.left &&
			!isSameRow(other, line)
	);
}

const middle = ({ top, bottom }: Stretch): number => (top + bottom) / 2;
