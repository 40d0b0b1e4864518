/** Joins the pieces of text that a PDF holds into lines, as a person sees them. Pure. */
import type { Box, TextLine } from '../types';

/** A piece as the file has it, in the page's own space. */
export interface PageText {
	text: string;
	/** Six numbers of an affine map; the last two are where the baseline starts. */
	transform: number[];
	width: number;
	height: number;
}

/** Pieces on one baseline belong together unless a gap of more than this many heights parts them. */
const GAP_IN_HEIGHTS = 1.1;

/**
 * @param view the viewport's affine map, page space → pixels
 * @param page pixels
 */
export function textLinesOfPage(
	items: readonly PageText[],
	view: readonly number[],
	scale: number,
	page: { width: number; height: number }
): TextLine[] {
	const pieces = items
		.map((item) => placed(item, view, scale))
		.filter(hasPlace)
		.sort((a, b) => a.baseline - b.baseline || a.left - b.left);
	const rows: (typeof pieces)[] = [];
	for (const piece of pieces) {
		const row = rows.find((each) =>
			each.some((other) => Math.abs(other.baseline - piece.baseline) < 0.35 * other.height)
		);
		if (row) row.push(piece);
		else rows.push([piece]);
	}
	return rows.flatMap((row) => {
		const groups: (typeof pieces)[] = [];
		for (const piece of row.sort((a, b) => a.left - b.left)) {
			const group = groups.at(-1);
			const last = group?.at(-1);
			if (group && last && piece.left - (last.left + last.width) < GAP_IN_HEIGHTS * last.height) group.push(piece);
			else groups.push([piece]);
		}
		return groups.map((group) => toLine(group, page));
	});
}

interface Piece {
	text: string;
	left: number;
	baseline: number;
	width: number;
	height: number;
}

/** A damaged file may give a piece numbers that are none. */
const hasPlace = ({ left, baseline, width, height }: Piece): boolean =>
	[left, baseline, width, height].every(Number.isFinite);

function placed({ text, transform, width, height }: PageText, view: readonly number[], scale: number): Piece {
	const [, , , , x = 0, y = 0] = transform;
	const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = view;
	return {
		text,
		left: a * x + c * y + e,
		baseline: b * x + d * y + f,
		width: width * scale,
		height: (height || 10) * scale
	};
}

function toLine(group: readonly Piece[], page: { width: number; height: number }): TextLine {
	let text = '';
	let end = -Infinity;
	for (const piece of group) {
		const isApart = end > -Infinity && piece.left - end > 0.15 * piece.height && !text.endsWith(' ');
		text += (isApart ? ' ' : '') + piece.text;
		end = piece.left + piece.width;
	}
	const fraction = (value: number, of: number): number => Math.min(1, Math.max(0, value / of));
	const left = fraction(Math.min(...group.map((piece) => piece.left)), page.width);
	const right = fraction(end, page.width);
	const top = fraction(Math.min(...group.map((piece) => piece.baseline - piece.height)), page.height);
	const bottom = fraction(Math.max(...group.map((piece) => piece.baseline + 0.2 * piece.height)), page.height);
	const box: Box = { x: left, y: top, width: Math.max(0, right - left), height: bottom - top };
	return {
		text: text.trim(),
		// What the file itself says is not a guess.
		score: 1,
		box,
		corners: [
			{ x: left, y: top },
			{ x: right, y: top },
			{ x: right, y: bottom },
			{ x: left, y: bottom }
		]
	};
}
