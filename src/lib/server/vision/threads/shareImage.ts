import type { RgbImage } from '../types';

/** The same picture in memory that threads share, so that handing it on copies nothing. */
export function shareImage(image: RgbImage): RgbImage {
	const data = new Uint8Array(new SharedArrayBuffer(image.data.byteLength));
	data.set(image.data);
	return { width: image.width, height: image.height, data };
}
