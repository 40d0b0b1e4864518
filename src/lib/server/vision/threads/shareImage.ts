import { halved } from '../image';
import type { RgbImage } from '../types';

/** The same picture in memory that threads share, so that handing it on copies nothing. */
export function shareImage(image: RgbImage): RgbImage {
	if (image.data.buffer instanceof SharedArrayBuffer) return image;
	const data = new Uint8Array(new SharedArrayBuffer(image.data.byteLength));
	data.set(image.data);
	return { width: image.width, height: image.height, data };
}

/** With its half, for a picture that several threads look at from further away: none of them then halves it for itself. */
export function shareWithHalf(image: RgbImage): RgbImage {
	const shared = shareImage(image);
	if (shared.half || Math.min(image.width, image.height) < 2) return shared;
	return { ...shared, half: shareImage(halved(shared)) };
}
