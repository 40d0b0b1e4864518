import sharp from 'sharp';
import type { Box, TamperReport, TamperSignal } from '../types';
import type { BlockMap } from './blockStatistics';
import { colourOf, VISIBLE_FROM } from './heatColours';
import type { TamperTraces } from './traceTamper';

/** Where one signal saw something: 0…1 a block. */
export interface SignalMap {
	kind: TamperSignal['kind'];
	heat: BlockMap;
}

/** One map a signal that knows a place: block by block where it was traced so, else by the boxes that it found. */
export function signalMaps({ columns, rows, layers }: TamperTraces, signals: readonly TamperSignal[]): SignalMap[] {
	return signals.map(({ kind, regions }) => {
		const layer = layers.find((each) => each.kind === kind);
		if (layer) return { kind, heat: layer.heat };
		const heat = new Float32Array(columns * rows);
		for (const { box, score } of regions) paintBox(heat, columns, rows, box, score);
		return { kind, heat };
	});
}

/** Of each block the hottest of all maps. */
export function fusedMap(maps: readonly SignalMap[], blocks: number): BlockMap {
	const fused = new Float32Array(blocks);
	for (const { heat } of maps)
		for (let block = 0; block < blocks; block++) fused[block] = Math.max(fused[block] as number, heat[block] as number);
	return fused;
}

/** The maps that show anything, one below the other in one transparent PNG of a pixel a block. */
export async function stackMaps(
	{ columns, rows }: TamperTraces,
	maps: readonly SignalMap[]
): Promise<TamperReport['signalMaps']> {
	const shown = maps.filter(({ heat }) => heat.some((value) => value > VISIBLE_FROM));
	if (shown.length === 0) return null;
	const blocks = columns * rows;
	const rgba = new Uint8Array(shown.length * blocks * 4);
	for (const [index, { heat }] of shown.entries())
		heat.forEach((value, block) => rgba.set(colourOf(value), (index * blocks + block) * 4));
	const size = { width: columns, height: rows * shown.length };
	const png = await sharp(rgba, { raw: { ...size, channels: 4 } })
		.png({ compressionLevel: 6 })
		.toBuffer();
	return { kinds: shown.map(({ kind }) => kind), png: new Uint8Array(png.buffer, png.byteOffset, png.length), ...size };
}

function paintBox(heat: BlockMap, columns: number, rows: number, box: Box, score: number): void {
	for (let y = Math.floor(box.y * rows); y < Math.min(rows, (box.y + box.height) * rows); y++) {
		for (let x = Math.floor(box.x * columns); x < Math.min(columns, (box.x + box.width) * columns); x++) {
			heat[y * columns + x] = Math.max(heat[y * columns + x] ?? 0, score);
		}
	}
}
