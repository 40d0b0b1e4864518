/** Lines of an upright document with the labels in them. Pure. */
import type { RawLine } from '../ocr';
import { upright, type QuarterTurn } from '../ocr';
import type { Point } from '../types';
import { key } from './approximate';
import { findLabels, type LabelMatch } from './findLabels';
import { mergeDates } from './mergeDates';

export interface PlacedLine {
	line: RawLine;
	key: string;
	/** Pixels of the upright picture, its slant taken out. */
	left: number;
	right: number;
	top: number;
	bottom: number;
	labels: LabelMatch[];
	/** What stands behind the last label of the line, as printed; the whole text where there is none. */
	rest: string;
	/** Nothing but labels. */
	isLabel: boolean;
}

/** A line is label alone when labels take this share of it. */
const LABEL_SHARE = 0.6;

export function placeLines(lines: readonly RawLine[], rotation: QuarterTurn): PlacedLine[] {
	const uprightLines = mergeDates(lines, rotation).map((line) => ({
		line,
		points: line.corners.map((point) => upright(point, rotation))
	}));
	const slant = slantOf(uprightLines.map(({ points }) => points));
	const [cos, sin] = [Math.cos(slant), Math.sin(slant)];
	return uprightLines.map(({ line, points }) => {
		const level = points.map(({ x, y }) => ({ x: x * cos + y * sin, y: y * cos - x * sin }));
		const middle = (a: number, b: number, axis: 'x' | 'y') => ((level[a]?.[axis] ?? 0) + (level[b]?.[axis] ?? 0)) / 2;
		const text = key(line.text);
		const labels = findLabels(line.text);
		const end = labels.reduce((most, label) => Math.max(most, label.end), 0);
		return {
			line,
			key: text,
			left: middle(0, 3, 'x'),
			right: middle(1, 2, 'x'),
			top: middle(0, 1, 'y'),
			bottom: middle(2, 3, 'y'),
			labels,
			rest: end > 0 ? partBetween(line.text, end) : line.text,
			isLabel: labels.length > 0 && coverage(labels, text.length) >= LABEL_SHARE * text.length
		};
	});
}

/** The angle, in radians, of the middle one of the long lines: what is left when quarter turns are taken out. */
function slantOf(lines: readonly Point[][]): number {
	const angles = lines.flatMap(([a, b, c, d]) => {
		if (!a || !b || !c || !d) return [];
		const [x, y] = [b.x + c.x - a.x - d.x, b.y + c.y - a.y - d.y];
		return x > 8 * Math.abs(d.y - a.y) ? [Math.atan2(y, x)] : [];
	});
	return angles.sort((a, b) => a - b)[Math.floor(angles.length / 2)] ?? 0;
}

/** Where along the line a letter of its key stands, in pixels: letters taken as equally wide. */
export function placeInLine(line: PlacedLine, letter: number): number {
	return line.left + ((line.right - line.left) * letter) / Math.max(1, line.key.length);
}

function coverage(labels: readonly LabelMatch[], length: number): number {
	const covered = new Uint8Array(length);
	for (const { start, end } of labels) covered.fill(1, start, end);
	return covered.reduce((sum, value) => sum + value, 0);
}

/**
 * The text between two letters of the key, punctuation in front taken off. Behind a slash or bar there is the label in
 * another language, unless numbers follow.
 */
export function partBetween(text: string, from: number, to = Infinity): string {
	let seen = 0;
	let part = '';
	for (const character of text) {
		if (seen >= from && seen < to) part += character;
		seen += key(character).length;
	}
	const clean = part
		.replace(/^\s*[(（](?:\d{1,2}|\p{L}{1,3})[)）]/u, '')
		.replace(/^[\s:：.,;/|()（）\-°º*'’#]+/, '')
		.trim();
	return /^\s*[/|]/.test(part) && !/\d/.test(clean) ? '' : clean;
}
