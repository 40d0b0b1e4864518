import sharp from 'sharp';
import type { Box, RgbImage } from '$lib/server/vision/types';

/** A PNG of the picture's size, white where it was edited. */
export async function maskOf(box: Box, { width, height }: RgbImage): Promise<Buffer> {
	const data = Buffer.alloc(width * height);
	const [left, right] = [Math.floor(box.x * width), Math.min(width, Math.ceil((box.x + box.width) * width))];
	for (let y = Math.floor(box.y * height); y < Math.min(height, Math.ceil((box.y + box.height) * height)); y++)
		data.fill(255, y * width + left, y * width + right);
	return sharp(data, { raw: { width, height, channels: 1 } })
		.png()
		.toBuffer();
}
