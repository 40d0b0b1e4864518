import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPassport, type SpecimenDefects } from '../testing';
import { analyzeTamper } from './analyzeTamper';
import { TAMPER_SUSPECTED_AT } from './threshold';

const draw = (seed: number, defects: SpecimenDefects, pixelsPerMm = 8) =>
	drawPassport({ seed, scene: 'flat', defects, pixelsPerMm });

describe('analyzeTamper', () => {
	it('is hotter inside an edited date than outside of it', async () => {
		const { image, jpeg, truth } = await draw(3, {
			textEdit: { field: 'dateOfBirth', text: '01 JAN 1990' },
			jpegQuality: 85
		});
		const { heatmap } = await analyzeTamper(image, jpeg);
		const { data, info } = await sharp(heatmap?.png).raw().toBuffer({ resolveWithObject: true });
		const [inside, outside] = [
			[0, 0],
			[0, 0]
		];
		for (let at = 0; at < info.width * info.height; at++) {
			const [x, y] = [(at % info.width) / info.width, Math.floor(at / info.width) / info.height];
			const { x: left, y: top, width, height } = truth.edited ?? { x: 0, y: 0, width: 0, height: 0 };
			const sums = x > left && x < left + width && y > top && y < top + height ? inside : outside;
			sums[0] = (sums[0] ?? 0) + (data[at * 4 + 3] ?? 0);
			sums[1] = (sums[1] ?? 0) + 1;
		}
		const mean = ([sum = 0, count = 1]: number[]): number => sum / count;
		expect(mean(inside)).toBeGreaterThan(2 * mean(outside));
	});

	it('leaves drawn originals below the line, saved once or twice', async () => {
		for (const defects of [{}, { resaved: true }, { perspective: 0.3, blur: 0.05 }]) {
			const { image, jpeg } = await draw(5, defects);
			expect((await analyzeTamper(image, jpeg)).score).toBeLessThan(TAMPER_SUSPECTED_AT);
		}
	});

	it('sees the grid of a screen and of a print', async () => {
		for (const defects of [{ screenRecapture: 0.6 }, { print: 0.7 }]) {
			const { image, jpeg } = await draw(2, defects, 11);
			const { signals } = await analyzeTamper(image, jpeg);
			expect(signals.find(({ kind }) => kind === 'recapture')?.score).toBeGreaterThanOrEqual(TAMPER_SUSPECTED_AT);
		}
	});

	it('gives the same report for the same picture', async () => {
		const { image, jpeg } = await draw(4, {}, 5);
		expect(await analyzeTamper(image, jpeg)).toEqual(await analyzeTamper(image, jpeg));
	});

	it.each([
		[1, 1],
		[20_000, 50],
		[100, 100],
		[300, 300]
	])('survives a blank picture of %i × %i', async (width, height) => {
		for (const grey of [0, 128, 255]) {
			const report = await analyzeTamper({ width, height, data: new Uint8Array(width * height * 3).fill(grey) });
			expect(report.score).toBeLessThan(TAMPER_SUSPECTED_AT);
		}
	});
});
