/** Finds the lines of a document that fills little of the picture: what shows text is looked at again, larger. */
import { crop, type Rect } from '../image';
import type { RgbImage } from '../types';
import { detectText } from './detectText';
import type { ModelRunner } from './modelRunner';
import type { TextBox } from './textBoxes';

/** Of each side. Of a passport that fills half of the width, a zone's letters are 10 pixels wide where text is looked for. */
const SMALL = 0.5;
/** Of the longer side of what shows text: a zone is often too fine to be seen at first, and lies beside what was seen. */
const MARGIN = 0.35;
/** A picture that is not larger than this was looked at in every pixel. */
const LEAST_SIDE = 1100;

/** As detectText; twice where all text lies in less than half of each side. */
export async function detectClosely(models: ModelRunner, image: RgbImage): Promise<TextBox[]> {
	const boxes = await detectText(models, image);
	const area = Math.max(image.width, image.height) > LEAST_SIDE ? areaOf(boxes, image) : null;
	if (area === null) return boxes;
	const closer = await detectText(models, crop(image, area));
	const moved = closer.map(({ score, corners: [a, b, c, d] }): TextBox => {
		const back = ({ x, y }: { x: number; y: number }) => ({ x: x + area.x, y: y + area.y });
		return { score, corners: [back(a), back(b), back(c), back(d)] };
	});
	return moved.length >= boxes.length ? moved : boxes;
}

/** What shows text, and some of what lies beside it; null where that is no small part of the picture. */
function areaOf(boxes: readonly TextBox[], { width, height }: RgbImage): Rect | null {
	if (boxes.length < 2) return null;
	const xs = boxes.flatMap(({ corners }) => corners.map(({ x }) => x));
	const ys = boxes.flatMap(({ corners }) => corners.map(({ y }) => y));
	const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
	if (right - left >= SMALL * width || bottom - top >= SMALL * height) return null;
	const margin = MARGIN * Math.max(right - left, bottom - top);
	const x = Math.max(0, Math.floor(left - margin));
	const y = Math.max(0, Math.floor(top - margin));
	return {
		x,
		y,
		width: Math.min(width, Math.ceil(right + margin)) - x,
		height: Math.min(height, Math.ceil(bottom + margin)) - y
	};
}
