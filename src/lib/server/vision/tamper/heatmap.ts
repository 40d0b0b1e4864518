import sharp from 'sharp';
import type { Box, TamperReport } from '../types';
import type { TamperTraces } from './traceTamper';

const LONG_SIDE = 800;
/** Heat from which a place shows at all, so that an ordinary page stays clear. */
const VISIBLE_FROM = 0.25;

/** One transparent PNG: pale yellow is slightly odd, deep violet is very odd; lightness falls with heat throughout. */
export async function drawHeatmap(
	{ columns, rows, picture, heat: traced }: TamperTraces,
	boxes: readonly { box: Box; score: number }[]
): Promise<TamperReport['heatmap']> {
	const heat = traced.slice();
	for (const { box, score } of boxes) paintBox(heat, columns, rows, box, score);
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

/** Anchors of a scale whose OKLab lightness falls evenly (0.93, 0.79, 0.65, 0.50, 0.36), so that it reads without hue too. */
const SCALE: readonly (readonly [number, number, number])[] = [
	[252, 232, 150],
	[250, 176, 84],
	[232, 110, 78],
	[178, 48, 104],
	[94, 22, 116]
];

function colourOf(value: number): readonly [number, number, number, number] {
	const share = Math.min(1, Math.max(0, (value - VISIBLE_FROM) / (1 - VISIBLE_FROM)));
	const place = share * (SCALE.length - 1);
	const low = SCALE[Math.floor(place)] ?? [0, 0, 0];
	const high = SCALE[Math.min(SCALE.length - 1, Math.floor(place) + 1)] ?? low;
	const between = place - Math.floor(place);
	const mix = (channel: 0 | 1 | 2): number => Math.round(low[channel] * (1 - between) + high[channel] * between);
	return [mix(0), mix(1), mix(2), share === 0 ? 0 : Math.round(70 + 150 * share)];
}

function paintBox(heat: Float32Array, columns: number, rows: number, box: Box, score: number): void {
	for (let y = Math.floor(box.y * rows); y < Math.min(rows, (box.y + box.height) * rows); y++) {
		for (let x = Math.floor(box.x * columns); x < Math.min(columns, (box.x + box.width) * columns); x++) {
			heat[y * columns + x] = Math.max(heat[y * columns + x] ?? 0, score);
		}
	}
}
