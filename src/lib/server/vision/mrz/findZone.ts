/** Which of the lines read on a picture belong to a machine-readable zone, and where its rows run. Pure. */
import type { Point } from '../types';
import type { LineReading, Quad } from '../ocr';
import { FILLER_INDEX, zoneLetter } from './alphabet';

/** A line as a first, quick reading gave it; pixels of the picture. */
export interface ReadLine {
	text: string;
	corners: Quad;
	/** Kept of long lines. */
	reading?: LineReading;
}

/** One row of the zone, from its left margin to its right one. */
export interface ZoneRow {
	corners: Quad;
	/** The readings of the row's pieces, each with the corners of what was read. */
	pieces: { reading: LineReading; corners: Quad }[];
}

interface Placed {
	line: ReadLine;
	/** Along and across the zone's direction. */
	left: number;
	right: number;
	top: number;
	bottom: number;
	seed: boolean;
}

/** Rows from top to bottom of each zone, the one with the longest line first; pictures may show two documents. */
export function findZones(lines: readonly ReadLine[], most = 3): ZoneRow[][] {
	const zones: ZoneRow[][] = [];
	let left = [...lines];
	while (zones.length < most) {
		const { rows, used } = findZone(left);
		if (rows.length === 0) break;
		zones.push(rows);
		left = left.filter((line) => !used.includes(line));
	}
	return zones;
}

function findZone(lines: readonly ReadLine[]): { rows: ZoneRow[]; used: ReadLine[] } {
	const none = { rows: [], used: [] };
	const seeds = lines.filter(isSeed);
	const main = seeds.reduce<ReadLine | null>(
		(best, line) => (!best || lengthOf(line) > lengthOf(best) ? line : best),
		null
	);
	if (!main) return none;
	const angle = angleOf(main);
	const placed = lines.filter((line) => turnBetween(angleOf(line), angle) < 0.26).map((line) => place(line, angle));
	const start = placed.find(({ line }) => line === main);
	if (!start) return none;
	const members = membersAround(start, placed);
	const left = Math.min(...members.map((each) => each.left));
	const right = Math.max(...members.map((each) => each.right));
	return {
		rows: rowsFrom(members).map((row) => rowQuad(row, members, left, right, angle)),
		used: members.map(({ line }) => line)
	};
}

const heightOf = ({ top, bottom }: Placed) => bottom - top;
const middleOf = ({ top, bottom }: Placed) => (top + bottom) / 2;

/** Grows the zone from its longest line: lines above and below that look alike, and pieces in the same rows. */
function membersAround(start: Placed, placed: readonly Placed[]): Placed[] {
	const members = [start];
	const height = heightOf(start);
	for (let grown = true; grown;) {
		grown = false;
		for (const each of placed) {
			if (members.includes(each) || !fits(each, members, height)) continue;
			members.push(each);
			grown = true;
		}
	}
	return members;
}

function fits(each: Placed, members: readonly Placed[], height: number): boolean {
	const ratio = heightOf(each) / height;
	if (ratio < 0.5 || ratio > 2.9) return false;
	const left = Math.min(...members.map((member) => member.left));
	const right = Math.max(...members.map((member) => member.right));
	if (members.length > 8 || each.left > right + 4 * height || each.right < left - 4 * height) return false;
	const width = right - left;
	const sameRow = members.some(
		(member) => Math.abs(middleOf(member) - middleOf(each)) < 0.45 * height && gap(member, each) < 0.45 * width
	);
	if (sameRow) return isZoneText(each.line.text, 1);
	const near = members.some((member) => Math.abs(middleOf(member) - middleOf(each)) < 2.6 * height);
	if (!near) return false;
	return (
		each.seed ||
		(isZoneText(each.line.text, 12) && each.right - each.left > 0.5 * width && overlap(each, left, right) > 0.8)
	);
}

const gap = (a: Placed, b: Placed) => Math.max(0, Math.max(a.left, b.left) - Math.min(a.right, b.right));
const overlap = (each: Placed, left: number, right: number) =>
	(Math.min(each.right, right) - Math.max(each.left, left)) / (each.right - each.left);

/** Members in one row each, top to bottom. */
function rowsFrom(members: readonly Placed[]): Placed[][] {
	const heights = members.map(heightOf).sort((a, b) => a - b);
	const height = heights[Math.floor(heights.length / 2)] ?? 1;
	const rows: Placed[][] = [];
	for (const each of [...members].sort((a, b) => middleOf(a) - middleOf(b))) {
		const row = rows.at(-1);
		const anchor = row?.[0];
		if (row && anchor && middleOf(each) - middleOf(anchor) < 0.5 * height) row.push(each);
		else rows.push([each]);
	}
	return rows;
}

/** The whole row as a quadrilateral: its own slope where it is long enough, and the zone's width. */
function rowQuad(
	row: readonly Placed[],
	members: readonly Placed[],
	left: number,
	right: number,
	angle: number
): ZoneRow {
	const longest = row.reduce((a, b) => (b.right - b.left > a.right - a.left ? b : a));
	const guide =
		longest.right - longest.left > 0.4 * (right - left)
			? longest
			: members.reduce((a, b) => (b.right - b.left > a.right - a.left ? b : a));
	const { slope, middle, centre } = throughPieces(row, right - left, angle) ?? {
		slope: Math.tan(signedTurn(angleOf(guide.line), angle)),
		middle: middleOf(longest),
		centre: (longest.left + longest.right) / 2
	};
	const own = Math.tan(signedTurn(angleOf(longest.line), angle));
	const height = Math.max(4, heightOf(longest) - Math.abs(own) * (longest.right - longest.left));
	const margin = 1.1 * height;
	const at = (u: number) => middle + slope * (u - centre);
	const corner = (u: number, down: number): Point => back({ x: u, y: at(u) + (down * height) / 2 }, angle);
	const from = left - margin;
	const to = right + margin;
	return {
		corners: [corner(from, -1), corner(to, -1), corner(to, 1), corner(from, 1)],
		pieces: row.flatMap(({ line: { reading, corners } }) => (reading ? [{ reading, corners }] : []))
	};
}

/** Least squares through both ends of every piece of a row; null where one piece stands alone or all stand together. */
function throughPieces(
	row: readonly Placed[],
	width: number,
	angle: number
): { slope: number; middle: number; centre: number } | null {
	const span = Math.max(...row.map((each) => each.right)) - Math.min(...row.map((each) => each.left));
	if (row.length < 2 || span < 0.6 * width) return null;
	const ends = row.flatMap((each) => {
		const own = Math.tan(signedTurn(angleOf(each.line), angle));
		const half = (each.right - each.left) / 2;
		return [-1, 1].map((side) => ({
			u: (each.left + each.right) / 2 + side * half,
			v: middleOf(each) + side * own * half,
			weight: half
		}));
	});
	const total = ends.reduce((sum, { weight }) => sum + weight, 0);
	const centre = ends.reduce((sum, { u, weight }) => sum + weight * u, 0) / total;
	const middle = ends.reduce((sum, { v, weight }) => sum + weight * v, 0) / total;
	const spread = ends.reduce((sum, { u, weight }) => sum + weight * (u - centre) ** 2, 0);
	const slope = ends.reduce((sum, { u, v, weight }) => sum + weight * (u - centre) * (v - middle), 0) / spread;
	return Math.abs(slope) < 0.2 ? { slope, middle, centre } : null;
}

/** Long, of the zone's letters only, and with fillers; or as long as a whole line and full of digits. */
export function isSeed({ text }: { text: string }): boolean {
	const letters = [...text].filter((character) => character !== ' ');
	const fillers = letters.filter((character) => zoneLetter(character) === FILLER_INDEX).length;
	if (fillers >= 3 && letters.length >= 8 && isZoneText(text, 8)) return true;
	if (FRENCH_LICENCE_START.test(text) && letters.length >= 24) return true;
	const digits = letters.filter((character) => character >= '0' && character <= '9').length;
	return fillers >= 1 && letters.length >= 24 && digits >= 6 && isZoneText(text, 24);
}

/** A line full of letters and digits needs no filler. */
const FRENCH_LICENCE_START = /^D[1IL]FRA[0-9O]/;

function isZoneText(text: string, least: number): boolean {
	const letters = [...text].filter((character) => character !== ' ');
	const fitting = letters.filter(
		(character) => zoneLetter(character) >= 0 && !(character >= 'a' && character <= 'z')
	).length;
	return letters.length >= least && fitting >= 0.8 * letters.length;
}

function place(line: ReadLine, angle: number): Placed {
	const cos = Math.cos(angle);
	const sin = Math.sin(angle);
	const us = line.corners.map(({ x, y }) => x * cos + y * sin);
	const vs = line.corners.map(({ x, y }) => y * cos - x * sin);
	return {
		line,
		left: Math.min(...us),
		right: Math.max(...us),
		top: Math.min(...vs),
		bottom: Math.max(...vs),
		seed: isSeed(line)
	};
}

const back = ({ x, y }: Point, angle: number): Point => ({
	x: x * Math.cos(angle) - y * Math.sin(angle),
	y: x * Math.sin(angle) + y * Math.cos(angle)
});

const lengthOf = ({ corners: [a, b] }: ReadLine) => Math.hypot(b.x - a.x, b.y - a.y);
const angleOf = ({ corners: [a, b] }: ReadLine) => Math.atan2(b.y - a.y, b.x - a.x);
const signedTurn = (a: number, b: number) => Math.atan2(Math.sin(a - b), Math.cos(a - b));
const turnBetween = (a: number, b: number) => Math.abs(signedTurn(a, b));
