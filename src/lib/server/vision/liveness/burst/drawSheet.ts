import sharp from 'sharp';
import { decodeImage } from '../../image';
import type { BurstAnalysis } from '../../types';

/** Height of each frame on the sheet, in pixels. */
const HEIGHT = 480;
const GAP = 8;

/** Frames side by side as one JPEG without metadata, in the order given. Null where none can be decoded. */
export async function drawSheet(frames: readonly Uint8Array[]): Promise<BurstAnalysis['sheet']> {
	const tiles: { input: Buffer; width: number }[] = [];
	for (const frame of frames) {
		const decoded = await decodeImage(frame, { maxSide: 2 * HEIGHT });
		if (!decoded.ok) continue;
		const { width, height, data } = decoded.image;
		const tile = sharp(data, { raw: { width, height, channels: 3 } }).resize({ height: HEIGHT });
		const { data: input, info } = await tile.png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
		tiles.push({ input, width: info.width });
	}
	if (tiles.length === 0) return null;
	const width = tiles.reduce((sum, tile) => sum + tile.width + GAP, -GAP);
	let left = -GAP;
	const placed = tiles.map(({ input, width: own }, index) => {
		left += GAP + (tiles[index - 1]?.width ?? 0);
		return { input, left, top: 0, width: own };
	});
	const { data, info } = await sharp({ create: { width, height: HEIGHT, channels: 3, background: '#202226' } })
		.composite(placed.map(({ input, left: x, top }) => ({ input, left: x, top })))
		.jpeg({ quality: 88 })
		.toBuffer({ resolveWithObject: true });
	return { jpeg: new Uint8Array(data.buffer, data.byteOffset, data.length), width: info.width, height: info.height };
}
