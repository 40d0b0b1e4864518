import { drawPortrait, type PortraitId } from './portraits';
import type { Sheet } from './sheet';

interface Frame {
	/** Millimetres. */
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Prints a portrait into a sheet; a ghost portrait is pale, grey and runs out at its edges. */
export async function placePortrait(
	sheet: Sheet,
	id: PortraitId,
	frame: Frame,
	name: 'portrait' | 'ghostPortrait'
): Promise<void> {
	const { context, pixelsPerMm } = sheet;
	const picture = await drawPortrait(id, {
		width: frame.width * pixelsPerMm,
		height: frame.height * pixelsPerMm,
		faceShare: 0.56,
		faceMiddle: 0.5
	});
	context.save();
	context.imageSmoothingQuality = 'high';
	if (name === 'ghostPortrait') {
		context.globalAlpha = 0.34;
		context.filter = 'grayscale(1)';
		context.beginPath();
		context.ellipse(frame.x + frame.width / 2, frame.y + frame.height / 2, frame.width / 2, frame.height / 2, 0, 0, 7);
		context.clip();
	}
	context.drawImage(picture, frame.x, frame.y, frame.width, frame.height);
	context.restore();
	sheet.mark(name, frame.x, frame.y, frame.width, frame.height);
}
