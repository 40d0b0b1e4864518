/** Finds lines of text (PP-OCRv4 detector, DB). */
import { resample } from '../image';
import type { RgbImage } from '../types';
import { findTextBoxes, type Quad, type TextBox, type TextBoxOptions } from './textBoxes';
import type { ModelRunner } from './modelRunner';

/** ImageNet mean and deviation, applied to blue, green, red as the detector was trained. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/** Boxes in pixels of `image`. The longer side is brought to at most `maxSide`; small pictures are enlarged up to twice. */
export async function detectText(
	models: ModelRunner,
	image: RgbImage,
	maxSide = 960,
	options: TextBoxOptions = {}
): Promise<TextBox[]> {
	const scale = Math.min(2, maxSide / Math.max(image.width, image.height));
	const width = Math.max(32, Math.round((image.width * scale) / 32) * 32);
	const height = Math.max(32, Math.round((image.height * scale) / 32) * 32);
	const input = normalised(await resample(image, { width, height }));
	const output = await models.run('text-detector', { data: input, dims: [1, 3, height, width] });
	const map = Object.values(output)[0]?.data ?? new Float32Array(0);
	const sx = image.width / width;
	const sy = image.height / height;
	return findTextBoxes(map, width, height, options).map((box) => ({
		score: box.score,
		corners: box.corners.map(({ x, y }) => ({ x: x * sx, y: y * sy })) as Quad
	}));
}

/** Planes blue, green, red, each brought to the mean and deviation that the detector was trained with. */
function normalised({ width, height, data }: RgbImage): Float32Array {
	const plane = width * height;
	const input = new Float32Array(plane * 3);
	for (let channel = 0; channel < 3; channel++) {
		const values = Float32Array.from(
			{ length: 256 },
			(_, v) => (v / 255 - (MEAN[channel] ?? 0)) / (DEVIATION[channel] ?? 1)
		);
		for (let to = channel * plane, end = to + plane, from = 2 - channel; to < end; to++, from += 3)
			input[to] = values[data[from] ?? 0] ?? 0;
	}
	return input;
}
