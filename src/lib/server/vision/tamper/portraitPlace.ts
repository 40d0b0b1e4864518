/** Where the printed portrait stands, by the face in it. Pure. */
import type { GreyImage } from '../image/pixels';
import type { Box } from '../types';

/**
 * The portrait around a face: its frame where straight edges show one, else what a passport photograph leaves around the face
 * box (ICAO Doc 9303-3, 3.9: the head takes 70 … 80 % of the height).
 */
export function portraitPlace(grey: GreyImage, face: Box): Box {
	const { x, y, width, height } = face;
	const left = plainestEdge(grey, { at: x, size: width, along: [y, y + height], sideways: true, away: -1 });
	const right = plainestEdge(grey, { at: x + width, size: width, along: [y, y + height], sideways: true, away: 1 });
	const top = plainestEdge(grey, { at: y, size: height, along: [x, x + width], sideways: false, away: -1 });
	const bottom = plainestEdge(grey, { at: y + height, size: height, along: [x, x + width], sideways: false, away: 1 });
	return { x: left, y: top, width: right - left, height: bottom - top };
}

interface Search {
	/** The face's side, and the face's length across it; fractions of the picture. */
	at: number;
	size: number;
	along: readonly [number, number];
	/** Whether the edge is upright. */
	sideways: boolean;
	away: -1 | 1;
}

/** As shares of the face's width or height: how near and how far a frame stands, and where it is when nothing shows it. */
const NEAREST = 0.12;
const FARTHEST = 0.85;
const USUAL = 0.38;
/** How far a frame stands out of the differences around it; a strand of hair or a line of text stays below. */
const PLAIN = 3;

function plainestEdge({ width, height, data }: GreyImage, { at, size, along, sideways, away }: Search): number {
	const [length, across] = sideways ? [width, height] : [height, width];
	const [step, stride] = sideways ? [1, width] : [width, 1];
	const [from, to] = along.map((share) => Math.min(across - 1, Math.max(0, Math.round(share * across))));
	const [near, far] = [at + away * NEAREST * size, at + away * FARTHEST * size].map((share) =>
		Math.round(share * length)
	);
	const first = Math.max(0, Math.min(near ?? 0, far ?? 0));
	const last = Math.min(length - 2, Math.max(near ?? 0, far ?? 0));
	const steps = new Float64Array(Math.max(0, last - first + 1));
	for (let place = first; place <= last; place++) {
		let sum = 0;
		for (let other = from ?? 0; other < (to ?? 0); other += 2) {
			const pixel = other * stride + place * step;
			sum += Math.min(MOST_STEP, Math.abs((data[pixel + step] as number) - (data[pixel] as number)));
		}
		steps[place - first] = sum;
	}
	const mean = steps.reduce((sum, value) => sum + value, 0) / Math.max(1, steps.length);
	const most = steps.reduce((best, value, index) => (value > (steps[best] ?? 0) ? index : best), 0);
	const isFrame = (steps[most] ?? 0) > PLAIN * mean;
	const share = isFrame ? (first + most + 1) / length : at + away * USUAL * size;
	return Math.min(1, Math.max(0, share));
}

/** Grey levels: one strong edge that crosses the frame must not outweigh it. */
const MOST_STEP = 60;
