/**
 * A layer that an editor laid over a picture ends from one pixel to the next, exactly along a row or a column. What a camera saw ends
 * over two or three pixels, and never quite level. Pure.
 */
import type { GreyImage } from '../image/pixels';
import type { Box } from '../types';

/**
 * How much of the third plainest side around a face is a step of one pixel, 0…1, beyond what strokes of the page are. The third, since one
 * may be a rule of the form and two the document's own edges; 0 where the page is as sharp or as level, as a scan is.
 * 24 drawn and 28 public originals reach 0.14.
 */
export function pastedEdge(grey: GreyImage, face: Box): number {
	const { x, y, width, height } = face;
	const upright: [number, number] = [y - 0.1 * height, y + 1.2 * height];
	const level: [number, number] = [x - 0.1 * width, x + 1.1 * width];
	const sides = [
		plainestSide(grey, { sideways: true, across: [x - FARTHEST * width, x - NEAREST * width], along: upright }),
		plainestSide(grey, {
			sideways: true,
			across: [x + width * (1 + NEAREST), x + width * (1 + FARTHEST)],
			along: upright
		}),
		plainestSide(grey, { sideways: false, across: [y - FARTHEST * height, y - NEAREST * height], along: level }),
		plainestSide(grey, {
			sideways: false,
			across: [y + height * (1 + NEAREST), y + height * (1 + FARTHEST)],
			along: level
		})
	].sort((a, b) => b - a);
	// A page that lies level to the pixel, a scan, has other edges like that.
	const elsewhere = Math.max(
		plainestSide(grey, { sideways: true, across: [0, x - FARTHEST * width], along: upright }),
		plainestSide(grey, { sideways: true, across: [x + width * (1 + FARTHEST), 1], along: upright }),
		plainestSide(grey, { sideways: false, across: [0, y - FARTHEST * height], along: level }),
		plainestSide(grey, { sideways: false, across: [y + height * (1 + FARTHEST), 1], along: level })
	);
	const page = sharpStrokes(grey, face);
	return page === null ? 0 : Math.max(0, (sides[2] ?? 0) - Math.max(STROKES * page, elsewhere));
}

/** As shares of the face's own width and height: how near and how far the portrait ends. */
const NEAREST = 0.1;
const FARTHEST = 0.9;
/** Share of the grey levels of eight pixels that change between two of them, from which the step is one of a pixel. */
const SHARP = 0.6;
/** Grey levels within those eight pixels: of a side, and of a stroke of the page. */
const LEAST_SIDE_RANGE = 24;
const LEAST_STROKE_RANGE = 50;
const LEAST_STROKES = 200;
/** A page of which half of the strokes are this sharp, a flat scan, says nothing of its portrait. */
const STROKES = 1.8;

interface Search {
	/** Whether the side stands upright. */
	sideways: boolean;
	/** Where it may stand, and how far it reaches; fractions of the picture. */
	across: readonly [number, number];
	along: readonly [number, number];
}

function plainestSide({ width, height, data }: GreyImage, { sideways, across, along }: Search): number {
	const [size, length] = sideways ? [width, height] : [height, width];
	const [step, stride] = sideways ? [1, width] : [width, 1];
	const first = Math.max(3, Math.round(across[0] * size));
	const last = Math.min(size - 5, Math.round(across[1] * size));
	const [from, to] = [Math.max(0, Math.round(along[0] * length)), Math.min(length, Math.round(along[1] * length))];
	const places = Math.ceil((to - from) / 2);
	if (places < LEAST_PLACES) return 0;
	let most = 0;
	for (let place = first; place <= last; place++) {
		let sharp = 0;
		for (let other = from; other < to; other += 2) {
			const at = other * stride + place * step;
			// Most pixels are settled by this alone.
			if (Math.abs((data[at + step] as number) - (data[at] as number)) <= SHARP * LEAST_SIDE_RANGE) continue;
			if (sharpness(data, at, step, LEAST_SIDE_RANGE) > SHARP) sharp++;
		}
		most = Math.max(most, sharp);
	}
	return most / places;
}

/** Every second pixel of a side; fewer say nothing. */
const LEAST_PLACES = 20;

/** Of the strokes beside the portrait, the share that is as sharp; null where there are too few. */
function sharpStrokes({ width, height, data }: GreyImage, face: Box): number | null {
	const top = Math.max(0, Math.round((face.y - 0.3 * face.height) * height));
	const bottom = Math.min(height, Math.round((face.y + 1.3 * face.height) * height));
	const [left, right] = [(face.x - face.width) * width, (face.x + 2 * face.width) * width];
	let [sharp, strokes] = [0, 0];
	for (let y = top; y < bottom; y++) {
		for (let x = 3; x < width - 5; x++) {
			if (x > left && x < right) continue;
			const at = y * width + x;
			const step = Math.abs((data[at + 1] as number) - (data[at] as number));
			// The steepest place of its edge stands for it.
			if (step < 12 || step < Math.abs((data[at + 2] as number) - (data[at + 1] as number))) continue;
			if (step < Math.abs((data[at] as number) - (data[at - 1] as number))) continue;
			const share = sharpness(data, at, 1, LEAST_STROKE_RANGE);
			if (share === 0) continue;
			strokes++;
			if (share > SHARP) sharp++;
		}
	}
	return strokes < LEAST_STROKES ? null : sharp / strokes;
}

/** How much of what changes within eight pixels changes from this one to the next; 0 where too little does. */
function sharpness(data: Uint8Array, at: number, step: number, leastRange: number): number {
	const change = Math.abs((data[at + step] as number) - (data[at] as number));
	let [low, high] = [255, 0];
	for (let tap = -3; tap <= 4; tap++) {
		const value = data[at + tap * step] as number;
		if (value < low) low = value;
		if (value > high) high = value;
	}
	return high - low < leastRange ? 0 : change / (high - low);
}
