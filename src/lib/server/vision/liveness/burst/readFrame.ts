import {
	bySize,
	describeFaces,
	detectFaces,
	estimatePose,
	locateLandmarks,
	measureEyes,
	type FaceRect
} from '../../face';
import { rectToBox } from '../../image';
import type { ModelRegistry } from '../../runtime';
import type { FaceTemplate, RgbImage } from '../../types';
import { faceShape } from './faceShape';
import type { FrameFace, FrameReading } from './types';

/** A second face of this share of the first one's width stands in front of the camera too (see face/chooseFace). */
const RIVAL_WIDTH = 0.7;
const RIVAL_SCORE = 0.9;

/** The largest face of one frame, in numbers; about 10 ms of one core for 480 × 640. Rejects with ModelUnavailable. */
export async function readFrame(
	models: ModelRegistry,
	image: RgbImage
): Promise<Pick<FrameReading, 'face' | 'rival'> & { rect: FaceRect | null }> {
	const rects = (await detectFaces(models, image, false)).sort((a, b) => b.width * b.height - a.width * a.height);
	const [rect, ...others] = rects;
	if (rect === undefined) return { face: null, rival: false, rect: null };
	const landmarks = await locateLandmarks(models, image, rect);
	const face: FrameFace = {
		box: rectToBox(rect, image),
		score: rect.score,
		widthPx: rect.width,
		...(await estimatePose(models, image, rect)),
		...faceShape(landmarks),
		eyesOpen: await measureEyes(models, image, landmarks)
	};
	const rival = others.some((other) => other.score >= RIVAL_SCORE && other.width >= rect.width * RIVAL_WIDTH);
	return { face, rival, rect };
}

/** The template of a face that was found, or null where it cannot be aligned. About 20 ms. Rejects with ModelUnavailable. */
export async function embedFound(models: ModelRegistry, image: RgbImage, rect: FaceRect): Promise<FaceTemplate | null> {
	const faces = await describeFaces(models, image, [rect], 1);
	return faces.sort(bySize)[0]?.template ?? null;
}
