/** Finds the zones among the lines of a picture and reads them letter by letter from the picture itself. */
import type { Box, MrzResult, Point, RgbImage } from '../types';
import type { Quad } from '../ocr';
import { findZones, type ReadLine, type ZoneRow } from './findZone';
import { readGridRow } from './gridRow';
import { readGridZone, witnessOf, type EndedReading } from './gridZone';
import type { ZoneClasses } from './lattice';
import { LETTER_WEIGHTS } from './letterWeights';
import { unpackWeights } from './packWeights';

/** Below this mean log probability a letter, what was read is no zone but text that resembles one. */
const LEAST_PER_LETTER = -1.3;

/**
 * Null where the picture has no machine-readable zone. `lines` are all lines of the picture, upright, in its pixels. Of
 * several zones the first that is valid counts, the one with the longest line first; without a valid one the one read best.
 */
export async function readMrz(
	classes: ZoneClasses,
	image: RgbImage,
	lines: readonly ReadLine[]
): Promise<MrzResult | null> {
	let best: { zone: EndedReading; rows: ZoneRow[] } | null = null;
	for (const rows of findZones(lines)) {
		const plain = readRows(rows, classes, image);
		// A run of fillers at an end may have been missed: once more, from further left to further right.
		const wide = plain?.mrz.valid && plain.ended ? null : readRows(rows.map(widened), classes, image);
		const zone = wide && isBetter(wide, plain) ? wide : plain;
		if (!zone || zone.perLetter < LEAST_PER_LETTER) continue;
		if (zone.mrz.valid) return result(zone, rows, image);
		if (!best || zone.perLetter > best.zone.perLetter) best = { zone, rows };
	}
	return best && result(best.zone, best.rows, image);
}

const net = unpackWeights(LETTER_WEIGHTS);

function readRows(rows: readonly ZoneRow[], classes: ZoneClasses, image: RgbImage): EndedReading | null {
	return readGridZone(
		rows.map(({ corners }) => readGridRow(net, image, corners)),
		rows.map(({ pieces }) => pieces.map((piece) => witnessOf(piece, classes)))
	);
}

/** Seen to its ends and valid; else valid, unless that was read where more letters go on beside it; else the plain one. */
function isBetter(wide: EndedReading, plain: EndedReading | null): boolean {
	if (!plain || wide.mrz.format !== plain.mrz.format) return !plain || wide.ended || !plain.ended;
	return wide.mrz.valid && (wide.ended || !plain.mrz.valid);
}

/** A third of its width longer at each end. */
function widened(row: ZoneRow): ZoneRow {
	const [a, b, c, d] = row.corners;
	const beyond = (from: Point, to: Point): Point => ({
		x: from.x + (from.x - to.x) * 0.33,
		y: from.y + (from.y - to.y) * 0.33
	});
	return { ...row, corners: [beyond(a, b), beyond(b, a), beyond(c, d), beyond(d, c)] };
}

function result(zone: EndedReading, rows: readonly ZoneRow[], image: RgbImage): MrzResult {
	const used = rows.slice(zone.firstLine, zone.firstLine + zone.mrz.lines.length);
	const valid = zone.mrz.valid && (zone.ended || !mayBeCutOff(zone.mrz));
	return { ...zone.mrz, valid, boxes: used.map(({ corners }) => boxOf(corners, image)) };
}

/**
 * Cut off at its end, the longer format reads like the shorter one: a visa has no digit over the whole, and of a passport's digits
 * one in ten cuts fits the composite of the larger card.
 */
const mayBeCutOff = ({ format, lines }: MrzResult): boolean =>
	format.startsWith('MRV') || (format === 'TD2' && lines[0]?.startsWith('P') === true);

function boxOf(quad: Quad, image: { width: number; height: number }): Box {
	const clamp = (value: number) => Math.min(1, Math.max(0, value));
	const xs = quad.map(({ x }) => clamp(x / image.width));
	const ys = quad.map(({ y }) => clamp(y / image.height));
	const x = Math.min(...xs);
	const y = Math.min(...ys);
	return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
