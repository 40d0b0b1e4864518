import { cropPadded, halved, resize, shrinkFast, SHRINKS, type Rect, type Shrink } from '../image';
import type { ModelRegistry } from '../runtime';
import type { RgbImage } from '../types';

/** A face as the detector sees it: brow to chin, ear to ear, in pixels of the picture given. May reach over its edge. */
export interface FaceRect extends Rect {
	/** 0…1. */
	score: number;
}

/**
 * Finds faces, best score first. The picture is letterboxed into the detector, so that a tight crop gains margin; where
 * nothing sure is found, padded and magnified windows are searched as well (`search`). What is small or doubtful is looked at again from
 * close by, and counts only if it is a face there too. No face is an empty list.
 */
export async function detectFaces(models: ModelRegistry, image: RgbImage, search = true): Promise<FaceRect[]> {
	const whole: Rect = { x: 0, y: 0, width: image.width, height: image.height };
	const candidates = await detectIn(models, image, whole);
	const nothingSure = candidates.every((face) => face.score < SURE_SCORE);
	if (nothingSure && search) candidates.push(...(await searchAll(models, image)));
	const faces: FaceRect[] = [];
	for (const candidate of suppressOverlaps(candidates).slice(0, MAX_CANDIDATES)) {
		const face = isPlain(candidate, whole) ? candidate : await lookCloser(models, image, candidate);
		if (face !== null) faces.push(face);
	}
	return suppressOverlaps(faces).slice(0, MAX_FACES);
}

/**
 * How much smaller a picture is decoded for a glance: at least with the pixels of the detector's input, and with those that a
 * selfie's face is described from.
 */
export function glanceShrink({ width, height }: { width: number; height: number }): Shrink {
	if (Math.max(width / INPUT_WIDTH, height / INPUT_HEIGHT) < 2) return 1;
	return SHRINKS.find((shrink) => shrink > 1 && Math.max(width, height) / shrink >= GLANCE_SIDE) ?? 2;
}

/** The side that a selfie's quality is measured at: 1280 × 720 is decoded at half its sides, twelve megapixels at a quarter. */
const GLANCE_SIDE = 640;

/**
 * What detectFaces finds, from a copy that is there before the whole picture is decoded; in pixels of the copy. Null where the
 * whole has to be looked at: nothing is found, or something small or doubtful.
 */
export async function glanceAtFaces(models: ModelRegistry, picture: RgbImage): Promise<FaceRect[] | null> {
	const small = smallestThatFills(picture);
	const pixel = picture.width / small.width;
	const seen = await detectIn(models, small, { x: 0, y: 0, width: small.width, height: small.height });
	const faces = seen.map((face) => scaleFace(face, pixel, pixel));
	const isEnough = faces.length > 0 && faces.length <= MAX_FACES && seen.every((face) => isPlain(face, small));
	return isEnough ? faces : null;
}

/** The same face in a picture this many times as wide and as high. Pure. */
export const scaleFace = ({ x, y, width, height, score }: FaceRect, across: number, down: number): FaceRect => ({
	x: x * across,
	y: y * down,
	width: width * across,
	height: height * down,
	score
});

/** Halved while it still fills the detector's input. */
function smallestThatFills(picture: RgbImage): RgbImage {
	let small = picture;
	while (small.width >= 2 * INPUT_WIDTH || small.height >= 2 * INPUT_HEIGHT) small = halved(small);
	return small;
}

const INPUT_WIDTH = 320;
const INPUT_HEIGHT = 240;
/** Twice the input: what halving leaves, the filter shrinks. */
const HALVED_DOWN_TO = 2 * INPUT_WIDTH;
/**
 * Seen from close by, faces on 201 portraits and 38 documents score 0.95 or more (ghost portraits and prints of 27 px too); on
 * 30 pages and cards without a face nothing reaches this.
 */
const MIN_SCORE = 0.7;
const SURE_SCORE = 0.9;
/** Overlap (intersection over union) from which two boxes are one face. */
const SAME_FACE_OVERLAP = 0.35;
const MAX_FACES = 8;
const MAX_CANDIDATES = 12;
const COARSE_WIDTH = 32;
const MIN_WIDTH_PX = 12;

/** Windows of half the sides still have more pixels than the detector's input. */
const SEARCHED_SIDE = 960;

async function searchAll(models: ModelRegistry, image: RgbImage): Promise<FaceRect[]> {
	const small = shrinkFast(image, SEARCHED_SIDE);
	const scale = image.width / small.width;
	const found: FaceRect[] = [];
	for (const view of searchViews({ x: 0, y: 0, width: small.width, height: small.height })) {
		for (const face of await detectIn(models, small, view)) found.push(scaleFace(face, scale, scale));
	}
	return found;
}

/** Padded by a quarter on each side (tight crops), then nine overlapping windows of half the sides (small portraits). */
function searchViews({ width, height }: Rect): Rect[] {
	const views: Rect[] = [{ x: -width / 4, y: -height / 4, width: width * 1.5, height: height * 1.5 }];
	for (const top of [0, 0.25, 0.5]) {
		for (const left of [0, 0.25, 0.5]) {
			views.push({ x: left * width, y: top * height, width: width / 2, height: height / 2 });
		}
	}
	return views;
}

/** Sure of itself, and large enough in the detector's input for a box to the pixel. */
function isPlain(face: FaceRect, whole: { width: number; height: number }): boolean {
	const scale = Math.min(INPUT_WIDTH / whole.width, INPUT_HEIGHT / whole.height);
	return face.score >= SURE_SCORE && face.width * scale >= COARSE_WIDTH;
}

async function lookCloser(models: ModelRegistry, image: RgbImage, face: FaceRect): Promise<FaceRect | null> {
	const side = 3 * Math.max(face.width, face.height);
	const x = face.x + (face.width - side) / 2;
	const y = face.y + (face.height - side) / 2;
	const closer = await detectIn(models, image, { x, y, width: side, height: side });
	return closer.find((seen) => seen.score >= MIN_SCORE && overlap(seen, face) > SAME_FACE_OVERLAP) ?? null;
}

async function detectIn(models: ModelRegistry, image: RgbImage, view: Rect): Promise<FaceRect[]> {
	const scale = Math.min(INPUT_WIDTH / view.width, INPUT_HEIGHT / view.height);
	const seen = isWhole(image, view) ? image : cropPadded(image, view);
	const halved = shrinkFast(seen, HALVED_DOWN_TO);
	const small = resize(halved, seen.width * scale, seen.height * scale);
	const left = Math.floor((INPUT_WIDTH - small.width) / 2);
	const top = Math.floor((INPUT_HEIGHT - small.height) / 2);
	const input = cropPadded(small, { x: -left, y: -top, width: INPUT_WIDTH, height: INPUT_HEIGHT }, 127);
	const { scores, boxes } = await models.run('face-detector', {
		data: toPlanes(input),
		dims: [1, 3, INPUT_HEIGHT, INPUT_WIDTH]
	});
	const faces: FaceRect[] = [];
	for (let index = 0; scores !== undefined && index * 2 < scores.data.length; index++) {
		const score = scores.data[index * 2 + 1] ?? 0;
		if (score < FLOOR_SCORE) continue;
		const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes?.data.subarray(index * 4, index * 4 + 4) ?? [];
		const width = ((x2 - x1) * INPUT_WIDTH) / scale;
		const height = ((y2 - y1) * INPUT_HEIGHT) / scale;
		if (width < MIN_WIDTH_PX || height < MIN_WIDTH_PX) continue;
		faces.push({
			x: view.x + (x1 * INPUT_WIDTH - left) / scale,
			y: view.y + (y1 * INPUT_HEIGHT - top) / scale,
			width,
			height,
			score
		});
	}
	return suppressOverlaps(faces);
}

/** Below this a box is noise in every view; above, it is worth a closer look. */
const FLOOR_SCORE = 0.3;

const isWhole = (image: RgbImage, view: Rect): boolean =>
	view.x === 0 && view.y === 0 && view.width === image.width && view.height === image.height;

/** RGB, (value − 127) / 128, plane by plane. */
function toPlanes({ width, height, data }: RgbImage): Float32Array {
	const count = width * height;
	const planes = new Float32Array(count * 3);
	for (let channel = 0; channel < 3; channel++) {
		const to = channel * count;
		for (let pixel = 0, from = channel; pixel < count; pixel++, from += 3)
			planes[to + pixel] = ((data[from] as number) - 127) / 128;
	}
	return planes;
}

/** Keeps the best of boxes that overlap; best score first. */
function suppressOverlaps(faces: readonly FaceRect[]): FaceRect[] {
	const kept: FaceRect[] = [];
	for (const face of [...faces].sort((a, b) => b.score - a.score)) {
		if (kept.every((other) => overlap(other, face) < SAME_FACE_OVERLAP && !contains(other, face))) kept.push(face);
	}
	return kept;
}

function overlap(a: Rect, b: Rect): number {
	const shared = sharedArea(a, b);
	return shared / (a.width * a.height + b.width * b.height - shared);
}

/** A smaller box that lies almost wholly within a better one is part of the same face. */
const contains = (outer: Rect, inner: Rect): boolean => sharedArea(outer, inner) > 0.8 * inner.width * inner.height;

function sharedArea(a: Rect, b: Rect): number {
	const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
	const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
	return width > 0 && height > 0 ? width * height : 0;
}
