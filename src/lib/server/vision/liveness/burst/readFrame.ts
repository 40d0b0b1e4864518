import {
	alignFace,
	detectFaces,
	embedFace,
	estimatePose,
	fivePointsOf,
	isRival,
	locateLandmarks,
	measureEyes
} from '../../face';
import { rectToBox } from '../../image';
import type { ModelRegistry } from '../../runtime';
import type { FaceTemplate, Point, RgbImage } from '../../types';
import { faceShape } from './faceShape';
import type { FrameFace, FrameReading } from './types';

/** The largest face of one frame, in numbers; about 10 ms of one core for 480 × 640. Rejects with ModelUnavailable. */
export async function readFrame(
	models: ModelRegistry,
	image: RgbImage
): Promise<Pick<FrameReading, 'face' | 'rival'> & { landmarks: Point[] | null }> {
	const rects = (await detectFaces(models, image, false)).sort((a, b) => b.width * b.height - a.width * a.height);
	const [rect, ...others] = rects;
	if (rect === undefined) return { face: null, rival: false, landmarks: null };
	const landmarks = await locateLandmarks(models, image, rect);
	const face: FrameFace = {
		box: rectToBox(rect, image),
		score: rect.score,
		widthPx: rect.width,
		...(await estimatePose(models, image, rect)),
		...faceShape(landmarks),
		eyesOpen: await measureEyes(models, image, landmarks)
	};
	const rival = others.some((other) => isRival(other, rect.width));
	return { face, rival, landmarks };
}

/** The template of the face with these 68 landmarks, or null where it cannot be aligned. Rejects with ModelUnavailable. */
export async function embedFound(
	models: ModelRegistry,
	image: RgbImage,
	landmarks: readonly Point[]
): Promise<FaceTemplate | null> {
	const aligned = alignFace(image, fivePointsOf(landmarks));
	return aligned === null ? null : embedFace(models, aligned);
}
