/** Values that the text finder cut short or missed, read once more where their labels say they stand. */
import type { Point, RgbImage } from '../types';
import { cropLine, type Quad, type RawLine, type RecogniseLines } from '../ocr';
import type { LabelledField } from './labels';
import { valueIn } from './fieldValues';
import { labelGroups, type LabelGroup } from './labelledValues';
import { below, beside, isSameRow, type Stretch } from './lineGeometry';
import type { PlacedLine } from './placedLines';
import type { DateOrder } from './printedDates';

/** What is worth a second look; each place costs one run of the recogniser. */
const WANTED: readonly LabelledField[] = [
	'primaryIdentifier',
	'secondaryIdentifier',
	'documentNumber',
	'dateOfBirth',
	'dateOfExpiry'
];
const MOST_PLACES = 6;
/** A label must have been read well to send anyone looking; a second reading must be clear to count. */
const LABEL_QUALITY = 0.8;
const CLEAR = 0.9;
/** Below this a line is noise. */
const LEGIBLE = 0.6;
/** How far a value may go on, in heights of its letters: as wide as `DEC/DEC 2016`. */
const LONGEST_REST = 7;
/** How wide a value may be that was not seen at all. */
const LONGEST_VALUE = 13;

/** A stretch of the upright picture, and the line in whose frame it lies. */
interface Place {
	field: LabelledField;
	frame: PlacedLine;
	stretch: Stretch;
	/** The line that was cut short; null where nothing was read. */
	instead: PlacedLine | null;
}

/**
 * Lines to read fields from again, each holding a value of a field that was missing; none, and no time spent, where every
 * label has its value. Rejects with ModelUnavailable.
 * @param found the fields that were read in print
 */
export async function readMissing(
	lines: readonly PlacedLine[],
	found: ReadonlySet<string>,
	order: DateOrder,
	image: RgbImage,
	recognise: RecogniseLines
): Promise<RawLine[]> {
	const places = missingPlaces(lines, found, order).slice(0, MOST_PLACES);
	if (places.length === 0) return [];
	const quads = places.map(({ frame, stretch }) => quadOf(frame, stretch));
	const readings = await recognise(quads.map((quad) => cropLine(image, quad)));
	return places.flatMap(({ field, instead }, i) => {
		const [reading, corners] = [readings[i], quads[i]];
		if (!reading || !corners || reading.score < CLEAR) return [];
		const fits = valueIn(field, reading.text, order) !== null && (instead === null || goesOn(reading.text, instead));
		return fits ? [{ text: reading.text, score: reading.score, corners }] : [];
	});
}

/** Where the values of labels must stand that have none. */
export function missingPlaces(all: readonly PlacedLine[], found: ReadonlySet<string>, order: DateOrder): Place[] {
	// What nobody can read (an overprint, an ornament) takes up no room.
	const lines = all.filter(({ line }) => line.score >= LEGIBLE);
	return labelGroups(lines).flatMap((group): Place[] => {
		const { field } = group;
		if (field === 'other' || !WANTED.includes(field) || found.has(field) || group.quality < LABEL_QUALITY) return [];
		if (group.behind !== '' && valueIn(field, group.behind, order) !== null) return [];
		const near = lines.filter(
			(line) => line !== group.line && !line.isLabel && Math.max(below(group, line), beside(group, line)) > 0.2
		);
		const short = near.find(({ line }) => isCutShort(field, line.text, order));
		return short
			? [{ field, frame: short, stretch: goneOn(short, lines), instead: short }]
			: unseen(group, field, lines);
	});
}

/** The beginning of a date or number: digits, but no whole value. */
const isCutShort = (field: LabelledField, text: string, order: DateOrder): boolean =>
	(field.startsWith('dateOf') || field === 'documentNumber') && /\d/.test(text) && valueIn(field, text, order) === null;

/** What was read before is what the new reading begins with, a letter at the cut aside. */
function goesOn(text: string, before: PlacedLine): boolean {
	const opening = before.key.slice(0, Math.max(2, before.key.length - 1));
	return text
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]/gu, '')
		.startsWith(opening);
}

/** To the right, as far as nothing else stands there, and a little taller. */
function goneOn(line: PlacedLine, lines: readonly PlacedLine[]): Stretch {
	const height = line.bottom - line.top;
	return {
		left: line.left - 0.15 * height,
		right: roomFrom(line, line.right, LONGEST_REST * height, lines),
		top: line.top - 0.05 * height,
		bottom: line.bottom + 0.05 * height
	};
}

/** The right end of what is free in a row. */
function roomFrom(row: Stretch, from: number, most: number, lines: readonly PlacedLine[]): number {
	const height = row.bottom - row.top;
	const next = lines.filter((line) => line.left > from && isSameRow(row, line)).map(({ left }) => left);
	return Math.min(from + most, ...next.map((left) => left - 0.2 * height));
}

/** The row under a label and the row beside it, each where nothing was read in it. As high as the document's other values. */
function unseen(group: LabelGroup, field: LabelledField, lines: readonly PlacedLine[]): Place[] {
	const values = lines.filter(({ labels, line, key }) => labels.length === 0 && line.score >= CLEAR && key.length > 2);
	const heights = values.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b);
	const own = group.bottom - group.top;
	const height = Math.min(1.8 * own, Math.max(0.9 * own, heights[heights.length >> 1] ?? own));
	const middle = (group.top + group.bottom) / 2;
	const row = (left: number, top: number): Stretch => {
		const stretch = { left, right: left, top, bottom: top + height };
		return { ...stretch, right: roomFrom(stretch, left, LONGEST_VALUE * height, lines) };
	};
	const rows = [row(group.left - 0.15 * height, group.bottom), row(group.right + 0.2 * height, middle - height / 2)];
	return rows
		.filter((stretch) => stretch.right - stretch.left > 3 * height && isFree(stretch, lines))
		.map((stretch) => ({ field, frame: group.line, stretch, instead: null }));
}

const isFree = (row: Stretch, lines: readonly PlacedLine[]): boolean =>
	!lines.some(
		({ left, right, top, bottom }) =>
			left < row.right &&
			right > row.left + 0.5 * (row.bottom - row.top) &&
			Math.min(bottom, row.bottom) - Math.max(top, row.top) > 0.4 * (row.bottom - row.top)
	);

/** The stretch as corners in the picture: it lies to the frame's own line as it lies to the frame's place. */
function quadOf(frame: PlacedLine, { left, right, top, bottom }: Stretch): Quad {
	const [a, b, c, d] = frame.line.corners;
	const [width, height] = [Math.max(1, frame.right - frame.left), Math.max(1, frame.bottom - frame.top)];
	const along = { x: (b.x + c.x - a.x - d.x) / 2 / width, y: (b.y + c.y - a.y - d.y) / 2 / width };
	const down = { x: (d.x + c.x - a.x - b.x) / 2 / height, y: (d.y + c.y - a.y - b.y) / 2 / height };
	const at = (x: number, y: number): Point => ({
		x: a.x + along.x * (x - frame.left) + down.x * (y - frame.top),
		y: a.y + along.y * (x - frame.left) + down.y * (y - frame.top)
	});
	return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)];
}
