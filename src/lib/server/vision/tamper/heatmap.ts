import sharp from 'sharp';
import type { TamperReport } from '../types';
import type { BlockMap } from './blockStatistics';
import { colourOf } from './heatColours';
import type { TamperTraces } from './traceTamper';

const LONG_SIDE = 800;

/** One transparent PNG of the picture's aspect, to lay over it. */
export async function drawHeatmap(
	{ columns, rows, picture }: TamperTraces,
	heat: BlockMap
): Promise<TamperReport['heatmap']> {
	const rgba = new Uint8Array(heat.length * 4);
	heat.forEach((value, block) => rgba.set(colourOf(value), block * 4));
	const scale = LONG_SIDE / Math.max(picture.width, picture.height);
	const width = Math.max(1, Math.round(picture.width * Math.min(1, scale)));
	const height = Math.max(1, Math.round(picture.height * Math.min(1, scale)));
	const png = await sharp(rgba, { raw: { width: columns, height: rows, channels: 4 } })
		.resize(width, height, { fit: 'fill', kernel: 'cubic' })
		.png({ compressionLevel: 3 })
		.toBuffer();
	return { png: new Uint8Array(png.buffer, png.byteOffset, png.length), width, height };
}
