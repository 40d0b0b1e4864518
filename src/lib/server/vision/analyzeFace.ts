import type { ModelReason } from '$lib/contract/reasonCodes';
import {
	byArea,
	bySize,
	chooseFace,
	describeFaces,
	detectFaces,
	estimatePoses,
	FACE_MODELS,
	hasRival,
	scaleFace,
	withPoses,
	type FaceRect,
	type UnposedFace
} from './face';
import { rectToBox } from './image';
import { LIVENESS_MODELS, scorePresentation } from './liveness';
import { measureImageQuality } from './quality';
import type { ModelRegistry } from './runtime';
import type { DetectedFace, FaceAnalysis, ImageQuality, RgbImage } from './types';

/** What may run on another thread meanwhile. */
export interface FaceParts {
	detectFaces(image: RgbImage): Promise<FaceRect[]>;
	describeFaces(image: RgbImage, faces: readonly FaceRect[]): Promise<UnposedFace[]>;
}

export interface FaceInput {
	/** It may come later, and its failure is the analysis's. */
	image: RgbImage | Promise<RgbImage>;
	/** What a small copy has shown already. */
	glanced?: Glanced | null;
}

/** Faces that were found on a small copy of a picture. */
export interface Glanced {
	/** The small copy, and the faces in its pixels. */
	near: RgbImage;
	faces: readonly FaceRect[];
	/** Pixels of the whole picture. */
	width: number;
	height: number;
}

/**
 * A selfie: quality and faces → the face described, and judged for a presentation attack → reasons to ask for another picture.
 * A picture without a face is an analysis with `face: null`, never an error. Rejects with ModelUnavailable only.
 */
export async function analyzeFace(
	models: ModelRegistry,
	{ image, glanced = null }: FaceInput,
	parts: FaceParts = partsHere(models)
): Promise<FaceAnalysis> {
	const start = performance.now();
	// Damaged pixels, too, must wait until they are asked for.
	Promise.resolve(image).catch(() => undefined);
	const { picture, pixel, rects, describing, quality } = await describeAndMeasure({ image, glanced }, parts);
	const found = performance.now();
	// A failure over there must wait until this thread asks for it.
	describing.catch(() => undefined);
	const poses = await estimatePoses(models, picture, rects);
	const posed = performance.now();
	// By the rule of chooseFace, which needs no description.
	const [meant] = rects;
	// Without the liveness model the rest still holds; its absence is null here and `not_run` in the check.
	const canJudge = meant !== undefined && models.available('face-liveness');
	const presentationAttack = canJudge
		? await scorePresentation(models, { near: picture, whole: image }, { box: rectToBox(meant, picture) })
		: null;
	const judged = performance.now();
	// Damaged pixels make the picture unreadable, though nothing may have looked at them.
	await image;
	const faces = withPoses(await describing, poses)
		.map((face) => inPixelsOf(pixel, face))
		.sort(bySize);
	const face = chooseFace(faces);
	return {
		kind: 'face',
		quality,
		faces,
		face,
		presentationAttack,
		reasons: reasonsFor(face, faces),
		models: models.hashesOf([...FACE_MODELS, ...LIVENESS_MODELS]),
		timingsMs: { detect: found - start, liveness: judged - posed, describe: performance.now() - found }
	};
}

const partsHere = (models: ModelRegistry): FaceParts => ({
	detectFaces: (image) => detectFaces(models, image),
	describeFaces: (image, faces) => describeFaces(models, image, faces, 1)
});

interface Described {
	/** What all but the finest traces are read from, and the width of one of its pixels in the whole picture. */
	picture: RgbImage;
	pixel: number;
	/** In pixels of `picture`, largest first. */
	rects: readonly FaceRect[];
	describing: Promise<UnposedFace[]>;
	quality: ImageQuality;
}

/** Faces, largest first, being described elsewhere while the picture is measured here. */
async function describeAndMeasure({ image, glanced = null }: FaceInput, parts: FaceParts): Promise<Described> {
	const describe = (picture: RgbImage, faces: readonly FaceRect[]) => {
		const rects = [...faces].sort(byArea);
		return { picture, rects, describing: parts.describeFaces(picture, rects) };
	};
	if (glanced !== null && isDescribedNear(glanced)) {
		const { near, faces, width, height } = glanced;
		const described = describe(near, faces);
		const quality = { ...measureImageQuality(near, 'face'), width, height };
		return { ...described, pixel: width / near.width, quality };
	}
	const whole = await image;
	const detecting = glanced === null ? parts.detectFaces(whole) : facesOfWhole(glanced);
	const quality = measureImageQuality(whole, 'face');
	return { ...describe(whole, await detecting), pixel: 1, quality };
}

/** A face this wide on the small copy has the pixels of the embedder's and the liveness model's input, 112 and 128 a side. */
const NEAR_FACE_WIDTH = 128;
/** Pictures whose copy is smaller are described as a whole, as those were that the operating points come from. */
const NEAR_SIDE = 640;

const isDescribedNear = ({ near, faces }: Glanced): boolean =>
	Math.max(near.width, near.height) >= NEAR_SIDE && faces.every(({ width }) => width >= NEAR_FACE_WIDTH);

const facesOfWhole = ({ near, faces, width, height }: Glanced): FaceRect[] =>
	faces.map((face) => scaleFace(face, width / near.width, height / near.height));

const inPixelsOf = (pixel: number, face: DetectedFace): DetectedFace => ({
	...face,
	quality: {
		...face.quality,
		faceWidthPx: face.quality.faceWidthPx * pixel,
		interEyePx: face.quality.interEyePx * pixel
	}
});

/**
 * Of 370 mated pairs of public photographs, this many fall below a cosine of 0.40 when one face is shrunk: 1 at full size, 7 at
 * 64 px, 13 at 32 px, 43 at 24 px (where a tenth of the faces is no longer found either).
 */
const MIN_FACE_WIDTH_PX = 64;
/** 201 portraits of people who look more or less ahead lie within yaw ±36° and pitch −34° … +15° (the model reads pitch 10° low). */
const MAX_YAW = 40;
const PITCH_RANGE = { min: -40, max: 30 } as const;

function reasonsFor(face: DetectedFace | null, faces: readonly DetectedFace[]): ModelReason[] {
	if (face === null) return ['face_not_found'];
	const reasons: ModelReason[] = [];
	if (hasRival(faces)) reasons.push('several_faces');
	if (face.quality.faceWidthPx < MIN_FACE_WIDTH_PX) reasons.push('face_too_small');
	const { yaw, pitch } = face.quality;
	if (Math.abs(yaw) > MAX_YAW || pitch < PITCH_RANGE.min || pitch > PITCH_RANGE.max) reasons.push('face_turned_away');
	return reasons;
}
