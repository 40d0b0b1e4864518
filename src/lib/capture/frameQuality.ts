/** Pure. Pixels in, numbers and one piece of advice out; the same frames always give the same advice. */
import type { GuideShape } from './guide';

type DocumentShape = Exclude<GuideShape, 'face'>;

export interface Pixels {
	/** RGBA, 8 bit. */
	data: Uint8ClampedArray;
	width: number;
	height: number;
}

/** One 8-bit luma value a pixel. */
export interface Luma {
	data: Uint8Array;
	width: number;
	height: number;
}

export interface FrameReading {
	/** Mean luma, 0 … 255. */
	brightness: number;
	/** Share of burnt-out pixels, 0 … 1. */
	glareShare: number;
	/** Variance of the Laplacian at the analysis size; higher is sharper. Meaningless across sizes. */
	sharpness: number;
	/** Mean absolute luma change since the frame before, 0 … 255; null for the first frame. */
	motion: number | null;
	/** How many of the guide's four sides show a straight edge near them, 0 … 4. */
	sidesSeen: number;
	/** What shows inside the guide where its sides do not: a whole document, too far away or turned by a quarter; null: neither. */
	inside: 'far' | 'turned' | null;
	/** How much light and dark change from place to place in the middle, 0 … 255: a face has eyes, a wall has not. */
	structure: number;
}

export type FrameAdvice =
	'too_dark' | 'too_bright' | 'glare' | 'too_far' | 'turned' | 'not_in_frame' | 'moving' | 'blurred' | 'good';

/** Width that every frame is shrunk to before it is read: the limits below hold at this size only. */
export const ANALYSIS_WIDTH = 320;
/** What is read reaches this share of the guide's size beyond the guide on every side. */
export const GUIDE_MARGIN = 0.1;

// Looser than the server's gate (vision/quality): the live view advises, the server decides on the full picture.
const MIN_BRIGHTNESS = 55;
const MAX_BRIGHTNESS = 225;
const BURNT_LUMA = 250;
// White paper burns out without any lamp; a card or a passport page does not.
const MAX_GLARE_SHARE: Record<DocumentShape, number> = { card: 0.06, passport: 0.1, page: 0.5 };
const MAX_MOTION = 7;
// On 33 pictures of documents shrunk to this width: readable ones (blur of up to 2 px at 1200 px) are ≥ 730; blurred by 4 px, nine
// in ten of the 30 with an MRZ are ≤ 339 and the 3 cards ≤ 348. On 30 portraits: sharp ≥ 81, blurred ≤ 78 in nine of ten. Set
// lower here by judgement, since video has less contrast; not measured on video.
const MIN_SHARPNESS_DOCUMENT = 300;
const MIN_SHARPNESS_FACE = 40;
const MIN_SIDES = 3;
// On 162 given pictures of faces, cut to the oval's ratio: 161 are ≥ 18, one is 10. Noise and uneven light on a wall are ≤ 2.
const MIN_FACE_STRUCTURE = 8;
/** The middle is read in cells of this share of the width: an eye fills about one. */
const CELLS_ACROSS = 16;
/** An edge counts as a side when it stands out this many times over the rest of its band. */
const SIDE_CONTRAST = 2;
const MIN_SIDE_GRADIENT = 6;
/** How far from the guide's side its edge may be, as a share of what is read. */
const REACH = 0.085;

/** Reads one frame. `before` is the luma of the frame before at the same size, for motion. */
export function readFrame(luma: Luma, before: Luma | null): FrameReading {
	return {
		brightness: mean(luma.data),
		glareShare: burntShare(luma.data),
		sharpness: laplacianVariance(luma),
		motion: before && before.data.length === luma.data.length ? meanDifference(luma.data, before.data) : null,
		...findSides(luma),
		structure: middleStructure(luma)
	};
}

/** What a person should change first about a document in the guide. */
export function adviseDocument(reading: FrameReading, shape: DocumentShape): FrameAdvice {
	if (reading.brightness < MIN_BRIGHTNESS) return 'too_dark';
	if (reading.sidesSeen < MIN_SIDES) return adviseFit(reading, shape);
	if (reading.glareShare > MAX_GLARE_SHARE[shape]) return 'glare';
	if (reading.motion === null || reading.motion > MAX_MOTION) return 'moving';
	if (reading.sharpness < MIN_SHARPNESS_DOCUMENT) return 'blurred';
	return 'good';
}

function adviseFit({ inside }: FrameReading, shape: DocumentShape): FrameAdvice {
	if (inside === 'far') return 'too_far';
	// A page stands as it is read.
	return inside === 'turned' && shape !== 'page' ? 'turned' : 'not_in_frame';
}

/** What a person should change first about their face in the oval. Whether it is really a face, the server says. */
export function adviseFace(reading: FrameReading): FrameAdvice {
	if (reading.brightness < MIN_BRIGHTNESS) return 'too_dark';
	if (reading.brightness > MAX_BRIGHTNESS) return 'too_bright';
	if (reading.structure < MIN_FACE_STRUCTURE) return 'not_in_frame';
	if (reading.motion === null || reading.motion > MAX_MOTION) return 'moving';
	if (reading.sharpness < MIN_SHARPNESS_FACE) return 'blurred';
	return 'good';
}

/** Rec. 601 luma. */
export function toLuma({ data, width, height }: Pixels): Luma {
	const luma = new Uint8Array(width * height);
	for (let i = 0, p = 0; i < luma.length; i++, p += 4) {
		luma[i] = (77 * (data[p] ?? 0) + 150 * (data[p + 1] ?? 0) + 29 * (data[p + 2] ?? 0)) >> 8;
	}
	return { data: luma, width, height };
}

/** Variance of the 4-neighbour Laplacian. */
export function laplacianVariance({ data, width, height }: Luma): number {
	let sum = 0;
	let squares = 0;
	let count = 0;
	for (let y = 1; y < height - 1; y++) {
		for (let x = 1; x < width - 1; x++) {
			const i = y * width + x;
			const value =
				4 * (data[i] ?? 0) - (data[i - 1] ?? 0) - (data[i + 1] ?? 0) - (data[i - width] ?? 0) - (data[i + width] ?? 0);
			sum += value;
			squares += value * value;
			count++;
		}
	}
	return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

function mean(values: Uint8Array): number {
	let sum = 0;
	for (const value of values) sum += value;
	return values.length === 0 ? 0 : sum / values.length;
}

function burntShare(values: Uint8Array): number {
	let burnt = 0;
	for (const value of values) if (value >= BURNT_LUMA) burnt++;
	return values.length === 0 ? 0 : burnt / values.length;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
	return a.length === 0 ? 0 : sum / a.length;
}

/** Looks for straight edges near the guide's sides and inside it, along the middle 70 % of each. */
function findSides(luma: Luma): Pick<FrameReading, 'sidesSeen' | 'inside'> {
	const inset = GUIDE_MARGIN / (1 + 2 * GUIDE_MARGIN);
	const across = profile(luma, 'across');
	const down = profile(luma, 'down');
	const near = (steps: Float32Array) =>
		[inset, 1 - inset].filter((at) => hasEdge(steps, at - REACH, at + REACH)).length;
	const within = (steps: Float32Array) =>
		hasEdge(steps, inset + REACH, 0.45) && hasEdge(steps, 0.55, 1 - inset - REACH);
	const [sides, ends] = [near(across), near(down)];
	const sidesSeen = sides + ends;
	if (sidesSeen <= 1 && within(across) && within(down)) return { sidesSeen, inside: 'far' };
	return { sidesSeen, inside: sides === 0 && ends === 2 && within(across) ? 'turned' : null };
}

/** Mean difference of each cell in the middle from the four around it: uneven light alone gives none. */
function middleStructure({ data, width, height }: Luma): number {
	const size = width / CELLS_ACROSS;
	const rows = Math.floor(height / size);
	const cell = (row: number, column: number): number => {
		let sum = 0;
		let count = 0;
		for (let y = Math.floor(row * size); y < Math.floor((row + 1) * size); y += 2)
			for (let x = Math.floor(column * size); x < Math.floor((column + 1) * size); x += 2) {
				sum += data[y * width + x] ?? 0;
				count++;
			}
		return count === 0 ? 0 : sum / count;
	};
	let sum = 0;
	let count = 0;
	for (let row = Math.max(1, Math.floor(rows * 0.2)); row < Math.floor(rows * 0.8); row++)
		for (let column = CELLS_ACROSS / 4; column < (CELLS_ACROSS * 3) / 4; column++) {
			const around = cell(row - 1, column) + cell(row + 1, column) + cell(row, column - 1) + cell(row, column + 1);
			sum += Math.abs(4 * cell(row, column) - around);
			count++;
		}
	return count === 0 ? 0 : sum / count;
}

/** Mean signed step of luma at each column (`across`) or row (`down`): a straight edge adds up, texture cancels out. */
function profile({ data, width, height }: Luma, direction: 'across' | 'down'): Float32Array {
	const across = direction === 'across';
	const length = across ? width : height;
	const depth = across ? height : width;
	const [step, stride] = across ? [1, width] : [width, 1];
	const from = Math.floor(depth * 0.15);
	const to = Math.ceil(depth * 0.85);
	const out = new Float32Array(length);
	for (let i = 1; i < length - 1; i++) {
		let sum = 0;
		for (let j = from; j < to; j++) {
			const at = i * step + j * stride;
			sum += (data[at + step] ?? 0) - (data[at - step] ?? 0);
		}
		out[i] = Math.abs(sum / Math.max(1, to - from));
	}
	return out;
}

/** Whether a straight edge stands out between two places, as shares of the length. */
function hasEdge(steps: Float32Array, from: number, to: number): boolean {
	const start = Math.max(1, Math.round(steps.length * from));
	const end = Math.min(steps.length - 1, Math.max(start + 7, Math.round(steps.length * to) + 1));
	const band = [...steps.subarray(start, end)];
	const peak = Math.max(...band);
	const typical = band.sort((a, b) => a - b)[Math.floor(band.length / 2)] ?? 0;
	return peak >= MIN_SIDE_GRADIENT && peak >= SIDE_CONTRAST * Math.max(typical, 1);
}
