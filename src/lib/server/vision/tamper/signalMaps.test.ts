import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPassport } from '../testing';
import { analyzeTamper } from './analyzeTamper';

describe('signalMaps', () => {
	it('gives each signal that shows a place a map of its own, and all of them together are the heatmap', async () => {
		const swapped = await drawPassport({ seed: 5, defects: { portraitSwap: 'adult-07', jpegQuality: 90 } });
		const { x, y, width, height } = swapped.truth.boxes.portrait ?? { x: 0, y: 0, width: 1, height: 1 };
		const face = { x: x + 0.22 * width, y: y + 0.22 * height, width: 0.56 * width, height: 0.56 * height };
		const { heatmap, signalMaps, signals } = await analyzeTamper(swapped.image, swapped.jpeg, { face });
		const { kinds, png, ...size } = signalMaps ?? { kinds: [], png: new Uint8Array(), width: 0, height: 0 };
		expect(kinds).toContain('photoSubstitution');
		expect(signals.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
		const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
		expect({ width: info.width, height: info.height }).toEqual(size);
		const rows = info.height / kinds.length;
		const alphaOf = (kind: (typeof kinds)[number], atX: number, atY: number) => {
			const row = kinds.indexOf(kind) * rows + Math.floor(atY * rows);
			return data[(row * info.width + Math.floor(atX * info.width)) * 4 + 3] ?? 0;
		};
		const middle = { x: x + width / 2, y: y + height / 2 };
		expect(alphaOf('photoSubstitution', middle.x, middle.y)).toBeGreaterThan(140);
		expect(alphaOf('photoSubstitution', 0.95, 0.1)).toBe(0);
		const fused = await sharp(heatmap?.png).extractChannel(3).raw().toBuffer({ resolveWithObject: true });
		const place = Math.floor(middle.y * fused.info.height) * fused.info.width + Math.floor(middle.x * fused.info.width);
		expect(fused.data[place]).toBeGreaterThan(140);
	});

	it('gives none where no signal shows a place', async () => {
		const grey = { width: 300, height: 300, data: new Uint8Array(300 * 300 * 3).fill(128) };
		expect((await analyzeTamper(grey)).signalMaps).toBeNull();
	});
});
