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
	withPoses,
	type FaceRect,
	type UnposedFace
} from './face';
import { rectToBox } from './image';
import { LIVENESS_MODELS, scorePresentation } from './liveness';
import { measureImageQuality } from './quality';
import type { ModelRegistry } from './runtime';
import type { DetectedFace, FaceAnalysis, RgbImage } from './types';

/** What may run on another thread meanwhile. */
export interface FaceParts {
	detectFaces(image: RgbImage): Promise<FaceRect[]>;
	describeFaces(image: RgbImage, faces: readonly FaceRect[]): Promise<UnposedFace[]>;
}

export interface FaceInput {
	image: RgbImage;
	/** Where a glance has found them already, the faces in pixels of the picture. */
	glanced?: readonly FaceRect[] | null;
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
	const { rects, describing, quality } = await describeAndMeasure(image, glanced, parts);
	const found = performance.now();
	// A failure over there must wait until this thread asks for it.
	describing.catch(() => undefined);
	// By the rule of chooseFace, which needs no description.
	const [meant] = rects;
	// Without the liveness model the rest still holds; its absence is null here and `not_run` in the check.
	const canJudge = meant !== undefined && models.available('face-liveness');
	const presentationAttack = canJudge ? await scorePresentation(models, image, { box: rectToBox(meant, image) }) : null;
	const judged = performance.now();
	const poses = await estimatePoses(models, image, rects);
	const faces = withPoses(await describing, poses).sort(bySize);
	const face = chooseFace(faces);
	return {
		kind: 'face',
		quality,
		faces,
		face,
		presentationAttack,
		reasons: reasonsFor(face, faces),
		models: models.hashesOf([...FACE_MODELS, ...LIVENESS_MODELS]),
		timingsMs: { detect: found - start, liveness: judged - found, describe: performance.now() - found }
	};
}

const partsHere = (models: ModelRegistry): FaceParts => ({
	detectFaces: (image) => detectFaces(models, image),
	describeFaces: (image, faces) => describeFaces(models, image, faces, 1)
});

/** Faces, largest first, being described elsewhere while the picture is measured here. */
async function describeAndMeasure(image: RgbImage, glanced: readonly FaceRect[] | null, parts: FaceParts) {
	const describe = (found: readonly FaceRect[]) => {
		const rects = [...found].sort(byArea);
		return { rects, describing: parts.describeFaces(image, rects) };
	};
	if (glanced !== null) return { ...describe(glanced), quality: measureImageQuality(image, 'face') };
	const detecting = parts.detectFaces(image);
	const quality = measureImageQuality(image, 'face');
	return { ...describe(await detecting), quality };
}

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
