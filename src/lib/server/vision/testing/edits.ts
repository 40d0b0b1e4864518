import { loadImage } from '@napi-rs/canvas';
import type { Box, RgbImage } from '../types';
import { drawPortrait } from './portraits';
import type { RandomStream } from './random';
import { canvasPixels, pixelsToCanvas, type SheetTruth, type SpecimenDefects } from './specimen';
import { createSheet } from './sheet';

/** Paints over the finished picture as a forger with a picture editor would; null where no edit is asked for. */
export async function applyEdits(
	image: RgbImage,
	boxes: Record<string, Box>,
	truth: SheetTruth,
	defects: SpecimenDefects,
	random: RandomStream
): Promise<{ image: RgbImage; box: Box } | null> {
	if (defects.textEdit !== undefined) return editText(image, boxes[defects.textEdit.field], defects.textEdit);
	if (defects.digitCopy !== undefined) return copyDigits(image, boxes[defects.digitCopy], random);
	if (defects.portraitSwap === undefined) return null;
	const box = boxes.portrait;
	if (box === undefined || truth.portrait === null)
		throw new Error('A portrait can only be swapped where there is one');
	return swapPortrait(image, box, defects.portraitSwap, random);
}

/** Whether any edit of the finished picture is asked for. */
export const isEdited = ({ textEdit, digitCopy, portraitSwap }: SpecimenDefects): boolean =>
	textEdit !== undefined || digitCopy !== undefined || portraitSwap !== undefined;

/** Fills the old text with the paper around it, row by row, and sets the new one in the same place and size. */
async function editText(
	image: RgbImage,
	box: Box | undefined,
	{ text, type }: NonNullable<SpecimenDefects['textEdit']>
) {
	if (box === undefined) throw new Error('The field to edit is not printed on this specimen');
	const grow = box.height * 0.35;
	const area = { x: box.x - grow, y: box.y - grow, width: box.width + 2 * grow, height: box.height + 2 * grow };
	const data = new Uint8Array(image.data);
	const left = Math.max(1, Math.floor(area.x * image.width));
	const right = Math.min(image.width - 2, Math.ceil((area.x + area.width) * image.width));
	const top = Math.max(0, Math.floor(area.y * image.height));
	const bottom = Math.min(image.height - 1, Math.ceil((area.y + area.height) * image.height));
	for (let y = top; y <= bottom; y++) {
		for (let x = left; x <= right; x++) {
			const share = (x - left) / Math.max(1, right - left);
			for (let channel = 0; channel < 3; channel++) {
				const from = image.data[(y * image.width + left - 1) * 3 + channel] ?? 0;
				const to = image.data[(y * image.width + right + 1) * 3 + channel] ?? 0;
				data[(y * image.width + x) * 3 + channel] = from * (1 - share) + to * share;
			}
		}
	}
	const canvas = await pixelsToCanvas({ ...image, data });
	// A sheet of one pixel a millimetre lends its fonts; its own canvas is not used.
	createSheet(1, 1, 1);
	const context = canvas.getContext('2d');
	const [weight, size, raised] = type === 'other' ? [400, 1.4, 0.12] : [600, 1.32, 0];
	context.font = `${weight} ${box.height * image.height * size}px "Specimen Text"`;
	context.fillStyle = '#20242c';
	context.fillText(text, box.x * image.width, (box.y + box.height * (1 - raised)) * image.height);
	return { image: canvasPixels(canvas), box: clampBox(area) };
}

/**
 * Cuts one or two letters with the paper around them out of a field and lays them over others of it, pixel by pixel: what a
 * forger does who has no such typeface.
 */
function copyDigits(image: RgbImage, box: Box | undefined, random: RandomStream) {
	if (box === undefined) throw new Error('The field to edit is not printed on this specimen');
	const high = Math.round(box.height * 1.5 * image.height);
	const wide = Math.round(box.height * random.between(0.8, 1.6) * image.height);
	const top = Math.max(0, Math.round((box.y - box.height * 0.25) * image.height));
	const left = Math.round(box.x * image.width);
	const room = Math.max(wide + 1, Math.round(box.width * image.width) - wide);
	const far = Math.round(random.between(wide, room));
	const [from, to] = random.next() < 0.5 ? [left, left + far] : [left + far, left];
	const data = new Uint8Array(image.data);
	for (let y = top; y < Math.min(image.height, top + high); y++) {
		const row = y * image.width;
		data.set(image.data.subarray((row + from) * 3, (row + Math.min(image.width, from + wide)) * 3), (row + to) * 3);
	}
	const { width, height } = image;
	const area = { x: to / width, y: top / height, width: wide / width, height: high / height };
	return { image: { ...image, data }, box: clampBox(area) };
}

/** Pixels. */
const SWAP_OFF = 4;

async function swapPortrait(
	image: RgbImage,
	box: Box,
	portrait: NonNullable<SpecimenDefects['portraitSwap']>,
	random: RandomStream
) {
	const canvas = await pixelsToCanvas(image);
	const width = Math.round(box.width * image.width);
	const height = Math.round(box.height * image.height);
	const other = await drawPortrait(portrait, { width, height, faceShare: 0.56, faceMiddle: 0.5 });
	const saved = await loadImage(await other.encode('jpeg', Math.round(random.between(68, 84))));
	// An editor moves a layer by whole pixels, and a hand does not hit the frame to the pixel.
	const off = (): number => Math.round(random.between(-SWAP_OFF, SWAP_OFF));
	const left = Math.max(0, Math.round(box.x * image.width) + off());
	const top = Math.max(0, Math.round(box.y * image.height) + off());
	canvas.getContext('2d').drawImage(saved, left, top);
	const placed = { x: left / image.width, y: top / image.height };
	return {
		image: canvasPixels(canvas),
		box: clampBox({ ...placed, width: width / image.width, height: height / image.height })
	};
}

function clampBox(box: Box): Box {
	const left = Math.max(0, box.x);
	const top = Math.max(0, box.y);
	return {
		x: left,
		y: top,
		width: Math.min(1, box.x + box.width) - left,
		height: Math.min(1, box.y + box.height) - top
	};
}
