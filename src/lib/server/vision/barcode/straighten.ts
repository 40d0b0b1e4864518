import { invert, transformPoint, type Matrix3 } from '../image/geometry';
import { toGrey, type GreyImage } from '../image/pixels';
import { warp } from '../image/warp';
import type { RgbImage } from '../types';
import type { SymbolRegion } from './findSymbolRegions';

export interface Straightened {
	patch: RgbImage;
	/** From the patch's pixels to those of the picture; affine. */
	toPicture: Matrix3;
}

/**
 * Cuts a region out with its bars upright and its rows level, each by its own lean: seen aslant they are not square to each
 * other, and rows of PDF417 are three modules high, so that two degrees carry a scan line through three rows of a wide symbol.
 */
export function straighten(image: RgbImage, region: SymbolRegion, maxSide: number): Straightened {
	const glance = cutOut(image, region, { maxSide: Math.min(GLANCE_SIDE, maxSide), shear: 0, margin: 0.1 });
	return cutOut(image, region, { maxSide, shear: rowShear(toGrey(glance.patch)), margin: MARGIN });
}

const GLANCE_SIDE = 700;
/** Room around a region, in shares of its shorter side: a start pattern with its quiet zone, and a corner that leans out. */
const MARGIN = 0.3;

interface Cut {
	maxSide: number;
	/** Pixels down a pixel along the rows. */
	shear: number;
	margin: number;
}

function cutOut(image: RgbImage, { box, lean }: SymbolRegion, cut: Cut): Straightened {
	const [cosine, sine] = [Math.cos(lean), Math.sin(lean)];
	const [left, top] = [box.x * image.width, box.y * image.height];
	const [right, bottom] = [left + box.width * image.width, top + box.height * image.height];
	// Patch pixel → picture before scale and shift: along the rows as they lean, across them along the bars.
	const turn: Matrix3 = [cosine - cut.shear * sine, -sine, 0, sine + cut.shear * cosine, cosine, 0, 0, 0, 1];
	const back = invert(turn);
	if (back === null) throw new RangeError('a region without an area');
	const corners = [
		{ x: left, y: top },
		{ x: right, y: top },
		{ x: right, y: bottom },
		{ x: left, y: bottom }
	].map((corner) => transformPoint(back, corner));
	const [u, v] = [Math.min(...corners.map(({ x }) => x)), Math.min(...corners.map(({ y }) => y))];
	const inner = {
		width: Math.max(...corners.map(({ x }) => x)) - u,
		height: Math.max(...corners.map(({ y }) => y)) - v
	};
	const longer = Math.max(inner.width, inner.height);
	const margin = cut.margin * Math.min(inner.width, inner.height) + 0.02 * longer;
	const scale = Math.min(1, cut.maxSide / (longer + 2 * margin));
	const toPicture = composed(turn, scale, u - margin, v - margin);
	const toPatch = invert(toPicture);
	if (toPatch === null) throw new RangeError('a region without an area');
	const sized = (length: number): number => Math.ceil((length + 2 * margin) * scale);
	return { patch: warp(image, toPatch, sized(inner.width), sized(inner.height)), toPicture };
}

/** First to the scale of the picture and its place, then turned. */
function composed(turn: Matrix3, scale: number, u: number, v: number): Matrix3 {
	const [a, b, , c, d] = turn;
	return [a / scale, b / scale, a * u + b * v, c / scale, d / scale, c * u + d * v, 0, 0, 1];
}

/** Rows lean at most some twelve degrees off the square of the bars in a picture taken by hand. */
const MAX_SHEAR = 0.22;
const SHEAR_STEP = 0.0075;

/** The shear at which the edges between rows fall into the fewest lines (a projection profile). */
function rowShear(grey: GreyImage): number {
	const { width, height, data } = grey;
	const offset = Math.ceil(MAX_SHEAR * width);
	const steps = new Int16Array(width * height);
	for (let y = 1; y < height; y++) {
		for (let x = 0; x < width; x++)
			steps[y * width + x] = Math.abs((data[y * width + x] as number) - (data[(y - 1) * width + x] as number));
	}
	let best = { shear: 0, score: 0 };
	for (let shear = -MAX_SHEAR; shear <= MAX_SHEAR; shear += SHEAR_STEP) {
		const profile = new Float64Array(height + 2 * offset + 2);
		for (let x = 0; x < width; x += 3) {
			const shift = Math.round(offset - shear * (x - width / 2));
			for (let y = 1; y < height; y++) {
				const row = y + shift;
				profile[row] = (profile[row] as number) + (steps[y * width + x] as number);
			}
		}
		const score = profile.reduce((sum, value) => sum + value * value, 0);
		if (score > best.score) best = { shear, score };
	}
	return best.shear;
}
