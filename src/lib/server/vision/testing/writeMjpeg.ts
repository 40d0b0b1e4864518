import sharp from 'sharp';
import type { RgbImage } from '../types';

/**
 * What Chromium's `--use-file-for-fake-video-capture` plays in a loop: baseline 4:2:0 JPEGs of one size, one after another.
 * The path given to Chromium must be absolute. All frames are brought to the first one's size.
 */
export async function writeMjpeg(frames: readonly RgbImage[], quality = 90): Promise<Buffer> {
	const [first] = frames;
	if (first === undefined) throw new RangeError('A video needs at least one frame');
	const encoded = new Map<RgbImage, Buffer>();
	for (const frame of new Set(frames)) {
		const raw = { width: frame.width, height: frame.height, channels: 3 as const };
		const jpeg = await sharp(frame.data, { raw })
			.resize(first.width, first.height, { fit: 'fill' })
			.jpeg({ quality, chromaSubsampling: '4:2:0', progressive: false, optimiseCoding: false })
			.toBuffer();
		encoded.set(frame, jpeg);
	}
	return Buffer.concat(frames.map((frame) => encoded.get(frame) ?? Buffer.alloc(0)));
}

/** One picture as twelve identical frames, grown or shrunk to stand in the middle of a grey frame. */
export async function stillCamera(
	image: RgbImage,
	options: { width?: number; height?: number; share?: number } = {}
): Promise<Buffer> {
	const { width = 1280, height = 720, share = 1 } = options;
	const inner = { width: Math.round(width * share), height: Math.round(height * share) };
	const raw = { width: image.width, height: image.height, channels: 3 as const };
	const picture = await sharp(image.data, { raw })
		.resize({ ...inner, fit: 'inside' })
		.png({ compressionLevel: 1 })
		.toBuffer();
	const data = await sharp({ create: { width, height, channels: 3, background: '#5b5f66' } })
		.composite([{ input: picture, gravity: 'centre' }])
		.removeAlpha()
		.raw()
		.toBuffer();
	const frame: RgbImage = { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
	return writeMjpeg(Array.from({ length: 12 }, () => frame));
}
