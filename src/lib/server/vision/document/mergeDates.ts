/** Dates that overprint or wide gaps broke in two are put together. Pure. */
import type { RawLine } from '../ocr';
import { upright, type QuarterTurn } from '../ocr';
import { findDates } from './printedDates';

/** A gap of two heights is three letters wide: more, and the next column begins. */
const WIDEST_GAP = 2;

/** Two stretches side by side become one line where neither is a date and both together are: `05` and `OCT/OCT 08`. */
export function mergeDates(lines: readonly RawLine[], rotation: QuarterTurn): RawLine[] {
	const rest = [...lines];
	const merged: RawLine[] = [];
	while (rest.length > 0) {
		const line = rest.shift();
		if (!line) break;
		const at = /^\D*\d{1,2}\D*$/.test(line.text) ? rest.findIndex((other) => isOther(line, other, rotation)) : -1;
		const [other] = at < 0 ? [] : rest.splice(at, 1);
		merged.push(other ? joined(line, other) : line);
	}
	return merged;
}

function isOther(line: RawLine, other: RawLine, rotation: QuarterTurn): boolean {
	if (!/\d/.test(other.text) || line.text.length + other.text.length > 24) return false;
	const [from, to] = [line.corners[1], other.corners[0]].map((point) => upright(point, rotation));
	const low = upright(line.corners[2], rotation);
	if (!from || !to) return false;
	const height = Math.max(1, low.y - from.y);
	const gap = (to.x - from.x) / height;
	if (gap < -0.7 || gap > WIDEST_GAP || Math.abs(to.y - from.y) > 0.5 * height) return false;
	const isDate = (text: string) => findDates(text).length > 0;
	return !isDate(line.text) && !isDate(other.text) && isDate(`${line.text} ${other.text}`);
}

const joined = (line: RawLine, other: RawLine): RawLine => ({
	text: `${line.text} ${other.text}`,
	score: Math.min(line.score, other.score),
	corners: [line.corners[0], other.corners[1], other.corners[2], line.corners[3]]
});
