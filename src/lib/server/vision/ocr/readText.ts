/** All lines of text on a picture, whichever way up it was held. */
import type { Point, RgbImage, TextLine } from '../types';
import { detectClosely } from './detectClosely';
import { turnOfLines, type LineTurn, type QuarterTurn } from './lineOrientation';
import type { ModelRunner } from './modelRunner';
import type { PendingLine, RecognisePending } from './lineRecogniser';
import { LINE_HEIGHT, type LineLattice } from './recogniseLines';
import type { Quad } from './textBoxes';
import { distance, warpQuad } from './warpQuad';

/** A line in pixels of the picture; corners clockwise from the text's own top left. */
export interface RawLine {
	text: string;
	score: number;
	corners: Quad;
	/** Kept of long lines, which may belong to a machine-readable zone. */
	reading?: LineReading;
}

/** A line as cut out, and its probabilities. */
export interface LineReading {
	picture: RgbImage;
	lattice: LineLattice;
}

export interface TextReading {
	/** From top to bottom, then left to right, of the upright text. */
	lines: RawLine[];
	/** Clockwise turn, in degrees, that makes the text upright. */
	rotation: QuarterTurn;
	/** The letters stand mirrored: read right to left in a looking-glass. */
	mirrored: boolean;
}

export interface TextReader {
	models: ModelRunner;
	recognise: RecognisePending;
	/** Whether a line is one of a machine-readable zone, which tells best whether a picture is mirrored. */
	isZone?: (line: RawLine) => boolean;
}

export async function readText(reader: TextReader, image: RgbImage): Promise<TextReading> {
	const boxes = await detectClosely(reader.models, image);
	const quads = boxes.map((box) => box.corners);
	const read = lineReader(reader.recognise, image);
	const turn = await turnOfLines({ models: reader.models, read }, image, quads);
	const { rotation, mirrored } = (turn.mirrored && (await withoutMirror(reader, read, quads, turn.rotation))) || turn;
	const turned = readable(quads, rotation);
	const lines = await read(mirrored ? turned.map(mirrorQuad) : turned);
	return {
		lines: inReadingOrder(
			lines.filter((line) => line.text !== ''),
			rotation
		),
		rotation,
		mirrored
	};
}

/**
 * A script that the recogniser does not know may read better mirrored. A zone's lines are always Latin: where they read better as
 * they are, or as they are on their head, the picture is not mirrored. Null where they do not.
 */
async function withoutMirror(
	{ isZone }: TextReader,
	read: ReadLines,
	quads: readonly Quad[],
	rotation: QuarterTurn
): Promise<LineTurn | null> {
	if (isZone === undefined) return null;
	const zoneScore = async (way: QuarterTurn, mirrored: boolean): Promise<number> => {
		const turned = readable(quads, way);
		const lines = (await read(mirrored ? turned.map(mirrorQuad) : turned)).filter(isZone);
		return lines.length === 0 ? 0 : mean(lines.map(({ score }) => score));
	};
	const mirrored = await zoneScore(rotation, true);
	for (const way of [rotation, OPPOSITE[rotation]]) {
		if ((await zoneScore(way, false)) > mirrored) return { rotation: way, mirrored: false };
	}
	return null;
}

const OPPOSITE = { 0: 180, 90: 270, 180: 0, 270: 90 } as const;

/** Reads the stretches of a picture that quadrilaterals cut out; one line each, in the order given. */
export type ReadLines = (quads: readonly Quad[]) => Promise<RawLine[]>;

/** Reads each stretch once, however often it is asked for. */
export function lineReader(recognise: RecognisePending, image: RgbImage): ReadLines {
	const known = new Map<string, RawLine>();
	const keyOf = (quad: Quad) => quad.map(({ x, y }) => `${x},${y}`).join(' ');
	return async (quads) => {
		const fresh = quads.filter((quad) => !known.has(keyOf(quad)));
		const pending = fresh.map((quad) => pendingLine(image, quad));
		const lines = await recognise(pending);
		lines.forEach(({ text, score, lattice }, i) => {
			const [corners, cut] = [fresh[i], pending[i]];
			if (!corners || !cut) return;
			const line = { text, score, corners };
			known.set(keyOf(corners), lattice ? { ...line, reading: { picture: cut.picture(), lattice } } : line);
		});
		return quads.flatMap((quad) => known.get(keyOf(quad)) ?? []);
	};
}

/** Longest line, in heights, that is read as it is; a longer one is squeezed to it (zones are read again, finely). */
const MAX_ASPECT = 24;

/** The line upright, LINE_HEIGHT high. `stretch` widens it. */
export const cropLine = (image: RgbImage, quad: Quad, stretch = 1, maxAspect = MAX_ASPECT): RgbImage =>
	warpQuad(image, quad, lineWidth(quad, stretch, maxAspect), LINE_HEIGHT);

function lineWidth(quad: Quad, stretch: number, maxAspect: number): number {
	const aspect = Math.min(maxAspect, distance(quad[0], quad[1]) / Math.max(1, distance(quad[0], quad[3])));
	return Math.max(16, Math.round(LINE_HEIGHT * aspect * stretch));
}

/** Cut out once, when it is first asked for. */
function pendingLine(image: RgbImage, quad: Quad): PendingLine {
	let picture: RgbImage | null = null;
	return { width: lineWidth(quad, 1, MAX_ASPECT), picture: () => (picture ??= cropLine(image, quad)) };
}

/** The corners so ordered that the first is the top left of text that a clockwise turn makes upright. */
export function turnQuad(quad: Quad, rotation: QuarterTurn): Quad {
	const shift = ((360 - rotation) / 90) % 4;
	const [a, b, c, d] = quad;
	const ring = [a, b, c, d, a, b, c];
	return [ring[shift] ?? a, ring[shift + 1] ?? b, ring[shift + 2] ?? c, ring[shift + 3] ?? d];
}

/** Cut out with left and right exchanged. */
export function mirrorQuad([a, b, c, d]: Quad): Quad {
	return [b, a, d, c];
}

/** The stretches that can be lines of text which a clockwise turn makes upright. */
export const readable = (quads: readonly Quad[], rotation: QuarterTurn): Quad[] =>
	quads.map((quad) => turnQuad(quad, rotation)).filter(isReadable);

/** Text runs along its longer side, unless it is a letter or two. */
function isReadable(quad: Quad): boolean {
	const width = distance(quad[0], quad[1]);
	const height = distance(quad[0], quad[3]);
	return width > 0.5 * height && height >= 5;
}

/** Lines whose middles lie within half a height of each other share a row. */
function inReadingOrder(lines: readonly RawLine[], rotation: QuarterTurn): RawLine[] {
	const middle = ({ corners }: RawLine): Point =>
		upright({ x: mean(corners.map(({ x }) => x)), y: mean(corners.map(({ y }) => y)) }, rotation);
	const sorted = lines
		.map((line) => ({ line, at: middle(line), height: distance(line.corners[0], line.corners[3]) }))
		.sort((a, b) => a.at.y - b.at.y);
	const rows: (typeof sorted)[] = [];
	for (const each of sorted) {
		const row = rows.at(-1);
		const anchor = row?.[0];
		if (row && anchor && each.at.y - anchor.at.y < 0.5 * Math.min(anchor.height, each.height)) row.push(each);
		else rows.push([each]);
	}
	return rows.flatMap((row) => row.sort((a, b) => a.at.x - b.at.x).map(({ line }) => line));
}

/** A point of the picture in the frame that the clockwise turn makes; origin somewhere, axes right and down. */
export function upright({ x, y }: Point, rotation: QuarterTurn): Point {
	if (rotation === 90) return { x: -y, y: x };
	if (rotation === 180) return { x: -x, y: -y };
	if (rotation === 270) return { x: y, y: -x };
	return { x, y };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** In fractions of the picture, as the rest of the library speaks. */
export function toTextLine(line: RawLine, image: { width: number; height: number }): TextLine {
	const clamp = (value: number) => Math.min(1, Math.max(0, value));
	const corners = line.corners.map(({ x, y }) => ({
		x: clamp(x / image.width),
		y: clamp(y / image.height)
	})) as TextLine['corners'];
	const xs = corners.map(({ x }) => x);
	const ys = corners.map(({ y }) => y);
	const box = {
		x: Math.min(...xs),
		y: Math.min(...ys),
		width: Math.max(...xs) - Math.min(...xs),
		height: Math.max(...ys) - Math.min(...ys)
	};
	return { text: line.text, score: line.score, box, corners };
}
