import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawBill, drawDrivingLicence, drawPassport, type SpecimenDefects } from '../testing';
import { analyzePageTamper, analyzeTamper } from './analyzeTamper';
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

	it('does not take the rows of a PDF417 symbol for copies of each other', async () => {
		for (const seed of [2, 5]) {
			const { back } = await drawDrivingLicence({ seed });
			expect((await analyzeTamper(back.image, back.jpeg)).score).toBeLessThan(TAMPER_SUSPECTED_AT);
		}
	});

	it('sees a patch that stands in two places', async () => {
		const { image } = await draw(3, {}, 6);
		const raw = { width: image.width, height: image.height, channels: 3 as const };
		const [left, top] = [Math.round(0.36 * image.width), Math.round(0.3 * image.height)];
		const patch = await sharp(image.data, { raw }).extract({ left, top, width: 160, height: 60 }).png().toBuffer();
		const copied = sharp(image.data, { raw }).composite([{ input: patch, left: left + 8, top: top + 200 }]);
		const data = await copied.removeAlpha().raw().toBuffer();
		const { signals } = await analyzeTamper({ ...image, data });
		const score = signals.find(({ kind }) => kind === 'copyMove')?.score;
		expect(score).toBeGreaterThanOrEqual(TAMPER_SUSPECTED_AT);
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

describe('analyzePageTamper', () => {
	it.each(['utility_bill', 'bank_statement'] as const)('leaves a photographed %s below the line', async (kind) => {
		for (const [seed, scene] of [
			[1, 'flat'],
			[5, 'desk'],
			[7, 'desk']
		] as const) {
			const { image } = await drawBill({ seed, kind, scene });
			expect((await analyzePageTamper(image))?.score).toBeLessThan(TAMPER_SUSPECTED_AT);
		}
	});

	it('sees where a photographed page was painted over', async () => {
		const { image, truth } = await drawBill({ seed: 3 });
		const { x = 0, y = 0, width = 0, height = 0 } = truth.boxes.address ?? {};
		const patch = { width: Math.round(width * image.width), height: Math.round(height * image.height) };
		const cover = { create: { ...patch, channels: 3 as const, background: '#f4f4f2' } };
		const place = { left: Math.round(x * image.width), top: Math.round(y * image.height) };
		const { data } = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
			.composite([{ input: cover, ...place }])
			.removeAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		const clean = await analyzePageTamper(image);
		expect((await analyzePageTamper({ ...image, data }))?.score).toBeGreaterThan(clean?.score ?? 1);
	});

	it('measures nothing on a page without any noise', async () => {
		const { data, info } = await sharp({
			create: { width: 800, height: 1100, channels: 3, background: '#ffffff' }
		})
			.composite([
				{
					input: Buffer.from(
						'<svg width="800" height="1100"><rect x="80" y="90" width="300" height="40" rx="9"/></svg>'
					)
				}
			])
			.removeAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		expect(await analyzePageTamper({ width: info.width, height: info.height, data })).toBeNull();
	});
});
