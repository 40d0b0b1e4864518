import sharp from 'sharp';
import type { RgbImage } from '../types';

/** Long side of the rendition that is stored and shown: an MRZ letter of an A4-sized scan still has some 20 pixels. */
export const RENDITION_MAX_SIDE = 2400;

export interface JpegRendition {
	jpeg: Uint8Array;
	width: number;
	height: number;
}

/**
 * A JPEG of the pixels and nothing else: no EXIF, no place, no device, no profile, no comment. Never enlarges.
 * @param options.quality 1…100. 92 keeps the recogniser's reading of small print; full chroma keeps coloured text sharp.
 */
export async function encodeJpeg(
	image: RgbImage,
	options: { maxSide?: number; quality?: number } = {}
): Promise<JpegRendition> {
	const maxSide = options.maxSide ?? RENDITION_MAX_SIDE;
	const { data, info } = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
		.resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
		.jpeg({ quality: options.quality ?? 92, chromaSubsampling: '4:4:4' })
		.toBuffer({ resolveWithObject: true });
	return { jpeg: new Uint8Array(data.buffer, data.byteOffset, data.length), width: info.width, height: info.height };
}
