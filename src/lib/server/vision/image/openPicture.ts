import type { RgbImage } from '../types';
import { inspectImage, readPixels, type DecodeFailure } from './decodeImage';

/** A JPEG is decoded at these fractions of its sides in less time: its decoder leaves out what is not asked for. */
export const SHRINKS = [8, 4, 2, 1] as const;
export type Shrink = (typeof SHRINKS)[number];

/** A picture whose small copy is there before it is decoded as a whole. */
export interface OpenedPicture {
	ok: true;
	/** Pixels of the upright picture. */
	width: number;
	height: number;
	/** Null where a small copy takes as long as the whole picture. Rejects with PictureDamaged. */
	small: Promise<RgbImage> | null;
	/** Rejects with PictureDamaged. */
	whole: Promise<RgbImage>;
}

/** The header was sound, the pixels are not. */
export class PictureDamaged extends Error {
	constructor() {
		super('the pixels of a picture cannot be decoded');
		this.name = 'PictureDamaged';
	}
}

/**
 * As decodeImage, with a small copy decoded beside the whole picture where that is quicker.
 * @param shrinkOf how much smaller the copy shall be, by the picture's size; 1 for none
 */
export async function openPicture(
	bytes: Uint8Array,
	shrinkOf: (size: { width: number; height: number }) => Shrink
): Promise<OpenedPicture | { ok: false; code: DecodeFailure }> {
	const header = await inspectImage(bytes);
	if (!header.ok) return header;
	const { width, height } = header;
	const shrink = header.mediaType === 'image/jpeg' ? shrinkOf(header) : 1;
	const size = { width: Math.max(1, Math.floor(width / shrink)), height: Math.max(1, Math.floor(height / shrink)) };
	const small = shrink === 1 ? null : sound(readPixels(bytes, size));
	return { ok: true, width, height, small, whole: sound(readPixels(bytes)) };
}

/** A damaged picture must wait for whoever asks for it, and not end the process before. */
function sound(reading: Promise<RgbImage | null>): Promise<RgbImage> {
	const image = reading.then((pixels) => {
		if (pixels === null) throw new PictureDamaged();
		return pixels;
	});
	image.catch(() => undefined);
	return image;
}
