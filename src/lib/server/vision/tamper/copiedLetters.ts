/**
 * Letters that were cut out of a line and laid over others of the same line. Two prints of one letter have the same shape, but
 * neither the same paper beneath nor the same noise: what a Laplacian leaves of the two places agrees only in a copy. Pure.
 */
import type { GreyImage } from '../image/pixels';
import type { Box } from '../types';
import type { PixelArea } from './foreignGrid';

export interface CopiedLetters {
	/** Both places. */
	boxes: [Box, Box];
	/** Sum, over the neighbouring places that agree in one distance, of how far the noise's correlation exceeds 0.5; less what the
	 * next best distance has of it. */
	evidence: number;
}

/**
 * The pair of places that agrees best; null where none does. Copies within one row of pixels only.
 * @param areas where the letters to look for stand; null for the whole picture
 */
export function copiedLetters(grey: GreyImage, areas: readonly PixelArea[] | null = null): CopiedLetters | null {
	if (grey.width < 4 * SIZE || grey.height < 2 * SIZE) return null;
	const whole = { left: 0, top: 0, right: grey.width, bottom: grey.height };
	const candidates = [...findPairs(grey, areas ?? [whole]).values()].flatMap((pairs) => bestPlace(pairs) ?? []);
	candidates.sort((a, b) => b.evidence - a.evidence);
	const best = candidates[0];
	if (best === undefined) return null;
	// A page that a program set repeats itself exactly in many distances: there a repeat says nothing.
	const other = candidates.find(({ distance }) => Math.abs(distance - best.distance) > 3);
	const evidence = Math.max(0, best.evidence - 1.5 * (other?.evidence ?? 0));
	return { evidence, boxes: boxesOf(best.near, grey) };
}

/** Where the places of one distance stand closest and agree best. */
function bestPlace(pairs: readonly Pair[]): { evidence: number; distance: number; near: Pair[] } | null {
	if (pairs.length < MIN_PLACES) return null;
	let best: { evidence: number; distance: number; near: Pair[] } | null = null;
	for (const { x, y, distance } of pairs) {
		const near = pairs.filter((one) => Math.abs(one.x - x) <= SIZE && Math.abs(one.y - y) <= 20);
		const evidence = near.reduce((sum, { likeness }) => sum + likeness - LEAST_LIKENESS, 0);
		if (near.length >= MIN_PLACES && evidence > (best?.evidence ?? 0)) best = { evidence, distance, near };
	}
	return best;
}

interface Pair {
	x: number;
	y: number;
	distance: number;
	likeness: number;
}

const SIZE = 16;
const MIN_PLACES = 3;
/** Pixels of the 1.5-megapixel picture. */
const NEAREST = 12;
const FARTHEST = 200;
/** How far right of a letter pixels are looked at. */
export const LETTER_REACH = FARTHEST + SIZE + 2;
/** Variance of the probes below which a place holds no stroke. */
const MIN_VARIANCE = 400;
/** Mean difference of grey levels beyond which two places are no copies: saving at quality 75 leaves 5. */
const MOST_DIFFERENCE = 5;
const LEAST_LIKENESS = 0.5;
/** A stroke's own edge says more of its shape than of its noise. */
const EDGE = 48;

/** Row and column of sixteen pixels spread over the place, compared first. */
const PROBES: readonly (readonly [number, number])[] = [
	[2, 3],
	[12, 10],
	[7, 13],
	[13, 4],
	[4, 9],
	[9, 2],
	[8, 7],
	[1, 14],
	[14, 14],
	[5, 5],
	[10, 12],
	[3, 11],
	[11, 6],
	[6, 1],
	[0, 7],
	[15, 8]
];

function findPairs({ width, height, data }: GreyImage, areas: readonly PixelArea[]): Map<number, Pair[]> {
	const probes = Int32Array.from(PROBES, ([row, column]) => row * width + column);
	const farthest = Math.min(FARTHEST, Math.floor(width * 0.3));
	const stride = width * height > 500_000 ? 8 : 4;
	const byDistance = new Map<number, Pair[]>();
	for (const { x, y } of placesIn(areas, { width, height }, stride)) {
		const at = y * width + x;
		if (variance(data, at, probes) < MIN_VARIANCE) continue;
		const distance = likestDistance(data, at, width, probes, Math.min(farthest, width - SIZE - 3 - x));
		if (distance === 0) continue;
		const likeness = noiseLikeness(data, at, at + distance, width);
		if (likeness < LEAST_LIKENESS) continue;
		const pairs = byDistance.get(distance);
		if (pairs) pairs.push({ x, y, distance, likeness });
		else byDistance.set(distance, [{ x, y, distance, likeness }]);
	}
	return byDistance;
}

/** Every place of the stride that lies in an area, once, row by row. */
function placesIn(
	areas: readonly PixelArea[],
	{ width, height }: { width: number; height: number },
	stride: number
): { x: number; y: number }[] {
	const columns = Math.ceil(width / stride);
	const wanted = new Uint8Array(columns * Math.ceil(height / stride));
	const first = (from: number): number => Math.max(0, Math.ceil((from - 2) / stride));
	for (const { left, top, right, bottom } of areas) {
		const [endX, endY] = [Math.min(right, width - SIZE - 2), Math.min(bottom, height - SIZE - 2)];
		for (let row = first(top); row * stride + 2 < endY; row++)
			for (let column = first(left); column * stride + 2 < endX; column++) wanted[row * columns + column] = 1;
	}
	const places: { x: number; y: number }[] = [];
	for (let place = wanted.indexOf(1); place >= 0; place = wanted.indexOf(1, place + 1))
		places.push({ x: (place % columns) * stride + 2, y: Math.floor(place / columns) * stride + 2 });
	return places;
}

function variance(data: Uint8Array, at: number, probes: Int32Array): number {
	let [sum, squares] = [0, 0];
	for (let probe = 0; probe < probes.length; probe++) {
		const value = data[at + (probes[probe] as number)] as number;
		sum += value;
		squares += value * value;
	}
	return squares / probes.length - (sum / probes.length) ** 2;
}

/** 0 where nothing is alike, or where two distances are: a pattern that repeats is print. */
function likestDistance(data: Uint8Array, at: number, width: number, probes: Int32Array, end: number): number {
	let best = 0;
	let least = MOST_DIFFERENCE;
	let second = Infinity;
	const first = at + (probes[0] as number);
	const value = data[first] as number;
	for (let distance = NEAREST; distance < end; distance++) {
		const difference = Math.abs(value - (data[first + distance] as number));
		if (difference > 3 * (MOST_DIFFERENCE + 1) || !probesAgree(data, at, distance, probes, difference)) continue;
		const mean = meanDifference(data, at, distance, width);
		if (mean < least) {
			if (distance - best > 3) second = best === 0 ? second : least;
			best = distance;
			least = mean;
		} else if (distance - best > 3) second = Math.min(second, mean);
	}
	return second < least * 1.3 + 0.5 ? 0 : best;
}

/** Whether the probes after the first stay alike too, given how much the first differs. */
function probesAgree(data: Uint8Array, at: number, distance: number, probes: Int32Array, first: number): boolean {
	let difference = first;
	for (let probe = 1; probe < probes.length; probe++) {
		const place = at + (probes[probe] as number);
		difference += Math.abs((data[place] as number) - (data[place + distance] as number));
		if (difference > (MOST_DIFFERENCE + 1) * (probe + 3)) return false;
	}
	return true;
}

function meanDifference(data: Uint8Array, at: number, distance: number, width: number): number {
	let sum = 0;
	for (let row = 0; row < SIZE; row++) {
		const from = at + row * width;
		for (let place = from; place < from + SIZE; place++)
			sum += Math.abs((data[place] as number) - (data[place + distance] as number));
	}
	return sum / (SIZE * SIZE);
}

function noiseLikeness(data: Uint8Array, a: number, b: number, width: number): number {
	let [count, sa, sb, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
	for (let row = 0; row < SIZE; row++) {
		for (let column = 0; column < SIZE; column++) {
			const p = laplacian(data, a + row * width + column, width);
			const q = laplacian(data, b + row * width + column, width);
			if (Math.abs(p) > EDGE || Math.abs(q) > EDGE) continue;
			count++;
			sa += p;
			sb += q;
			aa += p * p;
			bb += q * q;
			ab += p * q;
		}
	}
	if (count < 40) return 0;
	return (ab - (sa * sb) / count) / Math.sqrt(Math.max(1, (aa - (sa * sa) / count) * (bb - (sb * sb) / count)));
}

const laplacian = (data: Uint8Array, at: number, width: number): number =>
	4 * (data[at] as number) -
	(data[at - 1] as number) -
	(data[at + 1] as number) -
	(data[at - width] as number) -
	(data[at + width] as number);

function boxesOf(pairs: readonly Pair[], { width, height }: GreyImage): [Box, Box] {
	const [left, top] = [Math.min(...pairs.map(({ x }) => x)), Math.min(...pairs.map(({ y }) => y))];
	const [right, bottom] = [Math.max(...pairs.map(({ x }) => x)), Math.max(...pairs.map(({ y }) => y))];
	const size = { width: (right + SIZE - left) / width, height: (bottom + SIZE - top) / height };
	const distance = pairs[0]?.distance ?? 0;
	return [
		{ x: left / width, y: top / height, ...size },
		{ x: (left + distance) / width, y: top / height, ...size }
	];
}
