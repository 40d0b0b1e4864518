import sharp from 'sharp';
import type { RgbImage } from '../types';

/**
 * As resize, by libvips: a third to a tenth of the processor time, and none of it on the calling thread. Linear, its support growing with the
 * shrinking factor. Width and height are whole numbers from 1.
 */
export async function resample(
	{ data, width, height }: RgbImage,
	to: { width: number; height: number }
): Promise<RgbImage> {
	const raw = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
		.resize(to.width, to.height, { fit: 'fill', kernel: 'linear' })
		.raw()
		.toBuffer();
	return { width: to.width, height: to.height, data: new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength) };
}
