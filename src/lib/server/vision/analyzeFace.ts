import type { ModelReason } from '$lib/contract/reasonCodes';
import { chooseFace, FACE_MODELS, findFaces, hasRival } from './face';
import { LIVENESS_MODELS, scorePresentation } from './liveness';
import { measureImageQuality } from './quality';
import type { ModelRegistry } from './runtime';
import type { DetectedFace, FaceAnalysis, RgbImage } from './types';

/**
 * A selfie: quality → faces → the face meant → presentation attack → reasons to ask for another picture.
 * A picture without a face is an analysis with `face: null`, never an error. Rejects with ModelUnavailable only.
 */
export async function analyzeFace(models: ModelRegistry, { image }: { image: RgbImage }): Promise<FaceAnalysis> {
	const start = performance.now();
	const quality = measureImageQuality(image, 'face');
	const measured = performance.now();
	const faces = await findFaces(models, image);
	const found = performance.now();
	const face = chooseFace(faces);
	// Without the liveness model the rest still holds; its absence is null here and `not_run` in the check.
	const canJudge = face !== null && models.available('face-liveness');
	const presentationAttack = canJudge ? await scorePresentation(models, image, face) : null;
	return {
		kind: 'face',
		quality,
		faces,
		face,
		presentationAttack,
		reasons: reasonsFor(face, faces),
		models: models.hashesOf([...FACE_MODELS, ...LIVENESS_MODELS]),
		timingsMs: { quality: measured - start, faces: found - measured, liveness: performance.now() - found }
	};
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
