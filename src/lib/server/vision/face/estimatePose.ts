import { view, type Rect } from '../image';
import type { ModelRegistry } from '../runtime';
import type { RgbImage } from '../types';

/** Degrees; all zero is a face that looks straight into the camera. */
export interface HeadPose {
	yaw: number;
	pitch: number;
	roll: number;
}

const SIDE = 224;
const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
const IMAGENET_DEVIATION = [0.229, 0.224, 0.225] as const;
/** The model was trained on boxes about a quarter larger on each side than the detector's. */
const GROW = 1.5;

/** Head pose from −99° to +99°: the expectation over 66 bins of 3°. On near-frontal portraits pitch reads about 10° low. */
export async function estimatePose(models: ModelRegistry, image: RgbImage, face: Rect): Promise<HeadPose> {
	const width = face.width * GROW;
	const height = face.height * GROW;
	const rect = { x: face.x + (face.width - width) / 2, y: face.y + (face.height - height) / 2, width, height };
	const { data } = view(image, rect, SIDE, SIDE).picture;
	const count = SIDE * SIDE;
	const planes = new Float32Array(count * 3);
	for (const channel of [0, 1, 2] as const) {
		const to = channel * count;
		const factor = 1 / (255 * IMAGENET_DEVIATION[channel]);
		const shift = IMAGENET_MEAN[channel] / IMAGENET_DEVIATION[channel];
		for (let pixel = 0, from = channel; pixel < count; pixel++, from += 3)
			planes[to + pixel] = (data[from] as number) * factor - shift;
	}
	const outputs = await models.run('face-pose', { data: planes, dims: [1, 3, SIDE, SIDE] });
	const degrees = (name: string): number => expectedDegrees(outputs[name]?.data ?? new Float32Array(0));
	return { yaw: degrees('output'), pitch: degrees('617'), roll: degrees('618') };
}

function expectedDegrees(logits: Float32Array): number {
	const highest = Math.max(...logits);
	let total = 0;
	let moment = 0;
	logits.forEach((logit, bin) => {
		const weight = Math.exp(logit - highest);
		total += weight;
		moment += weight * bin;
	});
	return total > 0 ? (moment / total) * 3 - 99 : 0;
}
