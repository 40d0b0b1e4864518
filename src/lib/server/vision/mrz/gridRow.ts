/** A row of the zone read letter by letter: its strip, its grid, and what the net sees in each place. Pure. */
import type { Point, RgbImage } from '../types';
import type { Quad } from '../ocr';
import { findMiddleLine, greyStrip, middleAt, type MiddleLine, type RowStrip } from './greyRow';
import { CELL_AREA, cutCell, rowLight, type RowLight } from './letterCell';
import { findGrids, lettersOn, placeOn, type Grid } from './letterGrid';
import { largest, NET_CLASSES, netState, NO_LETTER, runNet, type NetWeights } from './letterNet';

export interface GridRow {
	/** Places from one end of the strip to the other, those beside the text included. */
	count: number;
	/** count × NET_CLASSES; each place sums to 1. */
	seen: Float32Array;
	/** Middle of each place, in pixels of the picture. */
	places: Point[];
	/** Mean over the letters of how sure the net is; about 0.95 on clean print. */
	clarity: number;
}

/** Heights of capitals in pitches: OCR-B has 0.95 to 1, other faces and stretched scans the rest. */
const OTHER_HEIGHTS = [0.87, 1.14, 0.75, 1.3];
/** Places looked at to choose between grids and heights, and how sure they must be on the mean to look no further. */
const PROBES = 10;
const CLEAR = 0.9;

export function readGridRow(net: NetWeights, image: RgbImage, corners: Quad): GridRow | null {
	const strip = greyStrip(image, corners);
	const middle = findMiddleLine(strip.row);
	const light = rowLight(strip.row);
	const look = lookAt(net, light, middle);
	let best: { grid: Grid; tall: number; score: number } | null = null;
	for (const grid of findGrids(strip.row, middle)) {
		const score = probe(look, grid, 1, strip.row.width);
		if (!best || score > best.score) best = { grid, tall: 1, score };
		if (best.score > CLEAR) break;
	}
	if (!best) return null;
	const { grid } = best;
	for (const tall of OTHER_HEIGHTS) {
		if (best.score > CLEAR) break;
		const score = probe(look, grid, tall, strip.row.width);
		if (score > best.score) best = { grid, tall, score };
	}
	return forgetOutside(readPlaces(look, strip, middle, grid, best.tall), image);
}

type Look = (grid: Grid, k: number, tall: number) => Float32Array;

/** Gives the net's view of one place; the array is used again at the next call. */
function lookAt(net: NetWeights, light: RowLight, middle: MiddleLine): Look {
	const cell = new Float32Array(CELL_AREA);
	const state = netState();
	return (grid, k, tall) => {
		const x = placeOn(grid, k);
		cutCell(light, x, middleAt(middle, x), grid.pitch + 2 * grid.bend * k, tall, cell);
		runNet(net, cell, 0, state);
		return state.output;
	};
}

function probe(look: Look, grid: Grid, tall: number, width: number): number {
	const count = lettersOn(grid, width);
	let sum = 0;
	for (let i = 0; i < PROBES; i++) {
		const seen = look(grid, Math.floor(((i + 0.5) * count) / PROBES), tall);
		sum += largest(seen, NO_LETTER);
	}
	return sum / PROBES;
}

function readPlaces(look: Look, strip: RowStrip, middle: MiddleLine, grid: Grid, tall: number): GridRow {
	const { width, height } = strip.row;
	const count = lettersOn(grid, width);
	const seen = new Float32Array(count * NET_CLASSES);
	const places: Point[] = [];
	let clear = 0;
	let letters = 0;
	const [a, b, , d] = strip.corners;
	for (let k = 0; k < count; k++) {
		const output = look(grid, k, tall);
		seen.set(output, k * NET_CLASSES);
		const most = largest(output, NO_LETTER);
		if ((output[NO_LETTER] as number) < 0.5) {
			clear += most;
			letters++;
		}
		const x = placeOn(grid, k);
		const [u, v] = [x / width, middleAt(middle, x) / height];
		places.push({ x: a.x + (b.x - a.x) * u + (d.x - a.x) * v, y: a.y + (b.y - a.y) * u + (d.y - a.y) * v });
	}
	return { count, seen, places, clarity: letters ? clear / letters : 0 };
}

/** Beyond the picture's edge nothing is known: neither a letter nor that there is none. */
function forgetOutside(row: GridRow, image: RgbImage): GridRow {
	row.places.forEach(({ x, y }, k) => {
		if (x >= 0 && y >= 0 && x < image.width && y < image.height) return;
		row.seen.fill(0.6 / NO_LETTER, k * NET_CLASSES, k * NET_CLASSES + NO_LETTER);
		row.seen[k * NET_CLASSES + NO_LETTER] = 0.4;
	});
	return row;
}
