import sharp, { type Metadata } from 'sharp';
import type { RgbImage } from '../types';
import { restrictLoaders } from './restrictLoaders';
import { MEDIA_TYPES, sniffFile } from './sniff';

/** 50 megapixels: above every phone's default picture, below what fills the memory (150 MB of RGB). */
export const MAX_PIXELS = 50_000_000;

export type DecodeFailure = 'IMAGE_UNREADABLE' | 'IMAGE_TYPE_UNSUPPORTED';

export type DecodedImage =
	| {
			ok: true;
			image: RgbImage;
			mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
			/** Pixels of the upright picture as sent, before any shrinking. */
			originalWidth: number;
			originalHeight: number;
	  }
	| { ok: false; code: DecodeFailure };

export interface DecodeOptions {
	/** Shrink, while decoding, so that the longer side has at most this many pixels. Never enlarges. */
	maxSide?: number;
}

/**
 * JPEG, PNG or WebP bytes to upright 8-bit sRGB: EXIF orientation applied, transparency laid on white, CMYK, grey and 16-bit
 * converted. The header is judged before a pixel is decoded. Bad bytes never throw: they are a failure with a code.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedImage> {
	const header = await inspectImage(bytes);
	if (!header.ok) return header;
	const image = await readPixels(bytes, options.maxSide);
	if (image === null) return { ok: false, code: 'IMAGE_UNREADABLE' };
	const { mediaType, width, height } = header;
	return { ok: true, image, mediaType, originalWidth: width, originalHeight: height };
}

/** What the header of a picture that may be decoded says: its kind, and its pixels once upright. */
export type ImageHeader =
	| { ok: true; mediaType: 'image/jpeg' | 'image/png' | 'image/webp'; width: number; height: number }
	| { ok: false; code: DecodeFailure };

/** Judges bytes before a pixel is decoded. */
export async function inspectImage(bytes: Uint8Array): Promise<ImageHeader> {
	const kind = sniffFile(bytes);
	if (kind !== 'jpeg' && kind !== 'png' && kind !== 'webp') {
		return { ok: false, code: kind === null ? 'IMAGE_UNREADABLE' : 'IMAGE_TYPE_UNSUPPORTED' };
	}
	restrictLoaders();
	const header = await readHeader(bytes);
	if (header === null || header.width * header.height > MAX_PIXELS) return { ok: false, code: 'IMAGE_UNREADABLE' };
	if ((header.pages ?? 1) > 1 || (kind === 'png' && isAnimatedPng(bytes))) {
		return { ok: false, code: 'IMAGE_TYPE_UNSUPPORTED' };
	}
	const sideways = (header.orientation ?? 1) >= 5;
	return {
		ok: true,
		mediaType: MEDIA_TYPES[kind],
		width: sideways ? header.height : header.width,
		height: sideways ? header.width : header.height
	};
}

/** Damaged streams are refused; mere warnings (odd trailing bytes, unknown markers) are what phones and scanners produce. */
const INPUT = { failOn: 'error', limitInputPixels: MAX_PIXELS, sequentialRead: true } as const;

async function readHeader(bytes: Uint8Array): Promise<Metadata | null> {
	// The limit is ours to apply: with it here, an oversized header would read as a damaged one.
	const header = await sharp(bytes, { ...INPUT, limitInputPixels: false })
		.metadata()
		.catch(() => null);
	return header !== null && header.width > 0 && header.height > 0 ? header : null;
}

/**
 * The pixels of bytes that inspectImage lets pass; null where they are damaged.
 * @param size the longest side at most, or an exact width and height
 */
export async function readPixels(
	bytes: Uint8Array,
	size?: number | { width: number; height: number }
): Promise<RgbImage | null> {
	let pipeline = sharp(bytes, INPUT).autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb');
	if (typeof size === 'number') {
		pipeline = pipeline.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true });
	} else if (size !== undefined) {
		pipeline = pipeline.resize({ ...size, fit: 'fill' });
	}
	const decoded = await pipeline
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true })
		.catch(() => null);
	if (decoded === null) return null;
	const { width, height, channels } = decoded.info;
	const data = toThreeChannels(decoded.data, width * height, channels);
	return data === null ? null : { width, height, data };
}

function toThreeChannels(pixels: Uint8Array, count: number, channels: number): Uint8Array | null {
	if (pixels.length !== count * channels) return null;
	if (channels === 3) return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
	if (channels > 2) return null;
	const rgb = new Uint8Array(count * 3);
	for (let pixel = 0; pixel < count; pixel++) rgb.fill(pixels[pixel * channels] ?? 0, pixel * 3, pixel * 3 + 3);
	return rgb;
}

/** An animation is announced by an acTL chunk before the first IDAT (APNG specification 1.0). */
function isAnimatedPng(bytes: Uint8Array): boolean {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let offset = 8;
	while (offset + 8 <= bytes.length) {
		const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
		if (type === 'acTL') return true;
		if (type === 'IDAT') return false;
		offset += 12 + view.getUint32(offset);
	}
	return false;
}
