import { rectToBox, rotate90, toGrey } from '../image';
import { laplacianVariance } from '../quality';
import type { ModelId, ModelRegistry } from '../runtime';
import type { Box, DetectedFace, FaceQuality, FaceTemplate, Point, RgbImage } from '../types';
import { alignFace } from './alignFace';
import { bySize } from './chooseFace';
import { detectFaces, type FaceRect } from './detectFaces';
import { embedFace } from './embedFace';
import { estimatePose, type HeadPose } from './estimatePose';
import { fivePointsOf, locateLandmarks } from './locateLandmarks';
import { measureEyes } from './measureEyes';
import { measureUniformity } from './measureUniformity';

/** The models that findFaces runs. */
export const FACE_MODELS: readonly ModelId[] = [
	'face-detector',
	'face-landmarks',
	'face-embedder',
	'face-pose',
	'face-eyes'
];

export interface FindFacesOptions {
	/** Templates are made for this many of the largest faces; the others get null. Default 1. */
	templates?: number;
	/** Clockwise turn that makes the picture upright, where it is known; `any`: all four, and the one whose face is surest. Default 0. */
	turn?: Turn | 'any';
	/** Magnified windows are searched too where the whole picture shows no sure face. Default true. */
	search?: boolean;
}

type Turn = 0 | 90 | 180 | 270;

/**
 * Detects, describes and embeds the faces of a picture; largest first, at most eight. An empty list where there is none.
 * Boxes and landmarks are fractions of the picture as given. Rejects with ModelUnavailable.
 */
export async function findFaces(
	models: ModelRegistry,
	image: RgbImage,
	options: FindFacesOptions = {}
): Promise<DetectedFace[]> {
	const turns = options.turn === 'any' ? TURNS : [options.turn ?? 0];
	const { turn, upright, rects } = await detectUpright(models, image, turns, options.search !== false);
	const largestFirst = [...rects].sort(byArea);
	const faces = await describeFaces(models, upright, largestFirst, options.templates ?? 1);
	const poses = await estimatePoses(models, upright, largestFirst);
	return withPoses(faces, poses)
		.map((face) => turnFaceBack(face, turn))
		.sort(bySize);
}

/** All of a face but the pose of its head, which another thread can estimate meanwhile. */
export type UnposedFace = Omit<DetectedFace, 'quality'> & { quality: Omit<FaceQuality, keyof HeadPose> };

/** Describes faces that were detected on an upright picture; templates for the first so many. Rejects with ModelUnavailable. */
export async function describeFaces(
	models: ModelRegistry,
	image: RgbImage,
	rects: readonly FaceRect[],
	templates: number
): Promise<UnposedFace[]> {
	const faces: UnposedFace[] = [];
	for (const [index, rect] of rects.entries()) faces.push(await describeFace(models, image, rect, index < templates));
	return faces;
}

/** Of each face, in the order given. Rejects with ModelUnavailable. */
export async function estimatePoses(
	models: ModelRegistry,
	image: RgbImage,
	rects: readonly FaceRect[]
): Promise<HeadPose[]> {
	const poses: HeadPose[] = [];
	for (const rect of rects) poses.push(await estimatePose(models, image, rect));
	return poses;
}

/** Faces and poses of the same rectangles, in the same order. */
export const withPoses = (faces: readonly UnposedFace[], poses: readonly HeadPose[]): DetectedFace[] =>
	faces.map((face, index) => {
		const pose = poses[index];
		if (pose === undefined) throw new Error('a face whose pose was not estimated');
		return { ...face, quality: { ...face.quality, ...pose } };
	});

/** Largest first. */
export const byArea = (a: FaceRect, b: FaceRect): number => b.width * b.height - a.width * a.height;

const TURNS: readonly Turn[] = [0, 90, 270, 180];

interface UprightFaces {
	turn: Turn;
	upright: RgbImage;
	rects: FaceRect[];
}

/** The turn whose best face is the surest; upright is right on 43 of 44 portraits, though faces score high at any turn. */
async function detectUpright(
	models: ModelRegistry,
	image: RgbImage,
	turns: readonly Turn[],
	search: boolean
): Promise<UprightFaces> {
	let best: UprightFaces = { turn: 0, upright: image, rects: [] };
	let bestScore = 0;
	for (const turn of turns) {
		const upright = rotate90(image, turn);
		const rects = await detectFaces(models, upright, search);
		const score = rects[0]?.score ?? 0;
		if (score <= bestScore) continue;
		bestScore = score;
		best = { turn, upright, rects };
	}
	return best;
}

async function describeFace(
	models: ModelRegistry,
	image: RgbImage,
	rect: FaceRect,
	withTemplate: boolean
): Promise<UnposedFace> {
	const landmarks = await locateLandmarks(models, image, rect);
	const points = fivePointsOf(landmarks);
	const aligned = alignFace(image, points);
	const grey = aligned === null ? null : toGrey(aligned);
	const template: FaceTemplate | null = withTemplate && aligned !== null ? await embedFace(models, aligned) : null;
	const fraction = ({ x, y }: Point): Point => ({ x: x / image.width, y: y / image.height });
	const [leftEye, rightEye, nose, leftMouth, rightMouth] = points;
	return {
		box: rectToBox(rect, image),
		score: rect.score,
		landmarks: [fraction(leftEye), fraction(rightEye), fraction(nose), fraction(leftMouth), fraction(rightMouth)],
		quality: {
			faceWidthPx: rect.width,
			interEyePx: Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y),
			sharpness: grey === null ? 0 : laplacianVariance(grey),
			illuminationUniformity: grey === null ? 0 : measureUniformity(grey),
			eyesOpen: models.available('face-eyes') ? await measureEyes(models, image, landmarks) : null
		},
		template
	};
}

function turnFaceBack(face: DetectedFace, turn: Turn): DetectedFace {
	if (turn === 0) return face;
	const [leftEye, rightEye, nose, leftMouth, rightMouth] = face.landmarks;
	const back = (point: Point): Point => turnPointBack(point, turn);
	return {
		...face,
		box: turnBoxBack(face.box, turn),
		landmarks: [back(leftEye), back(rightEye), back(nose), back(leftMouth), back(rightMouth)]
	};
}

/** Undoes a clockwise turn of the picture, on fractions of it. */
function turnPointBack({ x, y }: Point, turn: Turn): Point {
	switch (turn) {
		case 0:
			return { x, y };
		case 90:
			return { x: y, y: 1 - x };
		case 180:
			return { x: 1 - x, y: 1 - y };
		case 270:
			return { x: 1 - y, y: x };
	}
}

function turnBoxBack(box: Box, turn: Turn): Box {
	const a = turnPointBack({ x: box.x, y: box.y }, turn);
	const b = turnPointBack({ x: box.x + box.width, y: box.y + box.height }, turn);
	return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
