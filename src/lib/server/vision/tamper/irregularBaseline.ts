/**
 * A machine prints a value's digits and capitals on one line. Some that were pasted or typed in later stand a little higher or lower, with
 * their tops and their feet alike. Only values whose letters are of one height are judged: a small p is as high as a P, and hangs lower. Pure.
 */
import type { Box, RgbImage } from '../types';
import { findLetters, type Letter } from './findLetters';
import type { PrintedValue } from './irregularPrint';
import { middleValue } from './middleValue';

export interface UnevenLetters {
	/** Of the letters that stand out of line. */
	box: Box;
	/** How far they stand out, in what letters of this value and of its neighbours usually differ. */
	irregularity: number;
}

/** The letters of all values that stand farthest out of their line; null where none does. */
export function irregularBaseline(image: RgbImage, values: readonly PrintedValue[]): UnevenLetters | null {
	const lines = values.flatMap(({ box, isName }) => {
		const letters = isName ? [] : ofOneHeight(findLetters(image, box));
		return letters.length < LEAST_LETTERS ? [] : [levelled(letters)];
	});
	// What hand and camera do to all lines alike, a bowed page for one, is no irregularity of one of them.
	const usual = middleValue(lines.map((line) => middleValue(line.map(({ off }) => Math.abs(off)))));
	let oddest: UnevenLetters | null = null;
	for (const line of lines) {
		const found = mostUneven(line, Math.max(LEAST_SPREAD, usual));
		if (found !== null && found.irregularity > (oddest?.irregularity ?? 0)) oddest = found;
	}
	return oddest;
}

/** Fewer letters make no line. */
const LEAST_LETTERS = 6;
/** Pixels: rounding of the edges, and of the compression, moves a letter by as much. */
const LEAST_SPREAD = 0.35;
/** Of a letter's height: what is moved farther is no letter of this line. */
const MOST_OFF = 0.45;

/** Letters of the usual height; none where too many are of another, as in a line with small letters. */
function ofOneHeight(letters: readonly Letter[]): readonly Letter[] {
	const usual = middleValue(letters.map(heightOf));
	const alike = letters.filter((letter) => Math.abs(heightOf(letter) - usual) < Math.max(1, SAME_HEIGHT * usual));
	return alike.length < MOSTLY_ALIKE * letters.length ? [] : alike;
}

const heightOf = ({ top, bottom }: Letter): number => bottom - top;
const SAME_HEIGHT = 0.06;
const MOSTLY_ALIKE = 0.8;

interface Placed extends Letter {
	/** How far top and feet together stand below the line, in pixels; the smaller of the two where they agree, else 0. */
	off: number;
}

/** Every letter against the straight lines through the tops and the feet of most of them. */
function levelled(letters: readonly Letter[]): Placed[] {
	const heights = middleValue(letters.map(heightOf));
	const [tops, feet] = [straightLine(letters, 'top'), straightLine(letters, 'bottom')];
	return letters.map((letter) => {
		const [above, below] = [letter.top - tops(letter.x), letter.bottom - feet(letter.x)];
		const agree = above * below > 0 && Math.abs(above - below) < 0.5 * Math.max(Math.abs(above), Math.abs(below));
		const off = agree ? Math.sign(above) * Math.min(Math.abs(above), Math.abs(below)) : 0;
		return { ...letter, off: Math.abs(off) < MOST_OFF * heights ? off : 0 };
	});
}

/** Theil and Sen: the middle of all slopes, then of all heights; a few letters elsewhere do not move it. */
function straightLine(letters: readonly Letter[], side: 'top' | 'bottom'): (x: number) => number {
	const slopes: number[] = [];
	for (const [index, a] of letters.entries())
		for (const b of letters.slice(index + 1)) slopes.push((b[side] - a[side]) / Math.max(1, b.x - a.x));
	const slope = middleValue(slopes);
	const start = middleValue(letters.map((letter) => letter[side] - slope * letter.x));
	return (x) => start + slope * x;
}

/** One letter or neighbours that are off the same way, against the rest of the line. */
function mostUneven(line: readonly Placed[], usual: number): UnevenLetters | null {
	let best: UnevenLetters | null = null;
	for (let from = 0; from < line.length; from++) {
		let least = Infinity;
		for (let to = from; to < line.length && to - from < line.length / 2; to++) {
			const { off } = line[to] ?? { off: 0 };
			if (off * (line[from]?.off ?? 0) <= 0) break;
			least = Math.min(least, Math.abs(off));
			const run = line.slice(from, to + 1);
			const others = line.filter((letter) => !run.includes(letter));
			const spread = Math.max(usual, 1.4826 * middleValue(others.map((letter) => Math.abs(letter.off))));
			// Two that moved alike say more than one.
			const irregularity = (least / spread) * Math.min(Math.SQRT2, Math.sqrt(run.length));
			if (irregularity > (best?.irregularity ?? 0)) best = { box: boxOf(run), irregularity };
		}
	}
	return best;
}

function boxOf(run: readonly Letter[]): Box {
	const boxes = run.map(({ box }) => box);
	const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
	const right = Math.max(...boxes.map((box) => box.x + box.width));
	const bottom = Math.max(...boxes.map((box) => box.y + box.height));
	return { x, y, width: right - x, height: bottom - y };
}
