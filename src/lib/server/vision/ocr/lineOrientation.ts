/** Which way up the text of a picture runs, and whether it stands mirrored. */
import type { RgbImage } from '../types';
import type { ModelRunner } from './modelRunner';
import { mirrorQuad, readable, turnQuad, type ReadLines } from './readText';
import { LINE_HEIGHT } from './recogniseLines';
import type { Quad } from './textBoxes';
import { distance, warpQuad } from './warpQuad';

export type QuarterTurn = 0 | 90 | 180 | 270;

export interface LineTurn {
	rotation: QuarterTurn;
	mirrored: boolean;
}

/** Lines looked at; the longest tell most. */
const SAMPLE = 8;
/** Lines that are read as proof of the way up. */
const PROOF_LINES = 3;
/** Width of the orientation model's input. */
const INPUT_WIDTH = 192;
/** Share of lines said to stand on their head above which the picture does, and below which it does not. */
const SURE = 0.25;
/** Reading scores: text read the right way is well above, text on its head or mirrored below. */
const READS_WELL = 0.8;

export interface TurnReader {
	models: ModelRunner;
	read: ReadLines;
}

export async function turnOfLines(reader: TurnReader, image: RgbImage, quads: readonly Quad[]): Promise<LineTurn> {
	const base = runsVertically(quads) ? 90 : 0;
	const opposite = base === 90 ? 270 : 180;
	const sample = longest(quads, base);
	if (sample.length === 0) return { rotation: 0, mirrored: false };
	const headDown = await headDownShare(
		reader,
		image,
		sample.map((quad) => turnQuad(quad, base))
	);
	const likely = headDown > 0.5 ? opposite : base;
	const decided = headDown < SURE || headDown > 1 - SURE;
	// Hardly ever wrong, and then all lines are read at once: to wait for the proof would leave other threads without work.
	if (decided) await reader.read(readable(quads, likely));
	// A line of middling length says as much as a long one, and is read in a fraction of the time.
	const few = sample.slice(-PROOF_LINES);
	const first = await meanScore(
		reader.read,
		few.map((quad) => turnQuad(quad, likely))
	);
	if (first >= READS_WELL && decided) return { rotation: likely, mirrored: false };
	const other = likely === base ? opposite : base;
	const ways: LineTurn[] = [
		{ rotation: likely, mirrored: false },
		{ rotation: other, mirrored: false },
		{ rotation: likely, mirrored: true },
		{ rotation: other, mirrored: true }
	];
	const scores = [first];
	for (const way of ways.slice(1)) {
		const turned = few.map((quad) => turnQuad(quad, way.rotation));
		scores.push(await meanScore(reader.read, way.mirrored ? turned.map(mirrorQuad) : turned));
	}
	// A mirrored picture must read clearly better mirrored: a few symmetric letters read well either way.
	const best = ways
		.map((way, i) => ({ way, score: (scores[i] ?? 0) - (way.mirrored ? 0.12 : 0) }))
		.reduce((a, b) => (b.score > a.score ? b : a));
	return best.way;
}

function runsVertically(quads: readonly Quad[]): boolean {
	let across = 0;
	let down = 0;
	for (const quad of quads) {
		const width = distance(quad[0], quad[1]);
		const height = distance(quad[0], quad[3]);
		if (width > 2 * height) across += width;
		else if (height > 2 * width) down += height;
	}
	return down > across;
}

function longest(quads: readonly Quad[], base: QuarterTurn): Quad[] {
	const length = (quad: Quad) => (base === 0 ? distance(quad[0], quad[1]) : distance(quad[0], quad[3]));
	return [...quads].sort((a, b) => length(b) - length(a)).slice(0, SAMPLE);
}

/** Mean probability that the lines stand on their head. */
async function headDownShare(reader: TurnReader, image: RgbImage, quads: readonly Quad[]): Promise<number> {
	const plane = INPUT_WIDTH * LINE_HEIGHT;
	const input = new Float32Array(quads.length * 3 * plane);
	quads.forEach((quad, n) => {
		const height = Math.max(1, distance(quad[0], quad[3]));
		const width = Math.min(INPUT_WIDTH, Math.max(16, Math.round((distance(quad[0], quad[1]) / height) * LINE_HEIGHT)));
		// Only the head of a long line: squeezed whole, its letters would be unrecognisable.
		const share = Math.min(1, (INPUT_WIDTH * height) / (LINE_HEIGHT * Math.max(1, distance(quad[0], quad[1]))));
		const { data } = warpQuad(image, headOf(quad, share), width, LINE_HEIGHT);
		for (let channel = 0; channel < 3; channel++) {
			for (let y = 0; y < LINE_HEIGHT; y++) {
				for (let x = 0; x < width; x++) {
					input[(n * 3 + channel) * plane + y * INPUT_WIDTH + x] =
						(data[(y * width + x) * 3 + 2 - channel] ?? 0) / 127.5 - 1;
				}
			}
		}
	});
	const output = await reader.models.run('text-orientation', {
		data: input,
		dims: [quads.length, 3, LINE_HEIGHT, INPUT_WIDTH]
	});
	const probabilities = Object.values(output)[0]?.data ?? new Float32Array(0);
	let sum = 0;
	for (let n = 0; n < quads.length; n++) sum += probabilities[n * 2 + 1] ?? 0;
	return sum / quads.length;
}

function headOf([a, b, c, d]: Quad, share: number): Quad {
	const between = (from: { x: number; y: number }, to: { x: number; y: number }) => ({
		x: from.x + (to.x - from.x) * share,
		y: from.y + (to.y - from.y) * share
	});
	return [a, between(a, b), between(d, c), d];
}

async function meanScore(read: ReadLines, quads: readonly Quad[]): Promise<number> {
	const lines = await read(quads);
	const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
	return letters ? lines.reduce((sum, { text, score }) => sum + score * text.length, 0) / letters : 0;
}
