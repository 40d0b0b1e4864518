import { describe, expect, it } from 'vitest';
import { drawDrivingLicence, drawPassport } from '../testing';
import { readBarcodes } from './readBarcodes';

describe('readBarcodes', () => {
	it.each([
		['as scanned', { scene: 'flat' }],
		['on a desk, sideways', { defects: { rotation: 90 } }],
		['upside down, askew and a little blurred', { defects: { rotation: 180, perspective: 0.3, blur: 0.1 } }]
	] as const)('reads the licence of a drawn card %s', async (_name, options) => {
		const { back } = await drawDrivingLicence({ seed: 11, pixelsPerMm: 11, ...options });
		const [symbol] = await readBarcodes(back.image, { budgetMs: 20_000 });
		expect(symbol?.format).toBe('PDF417');
		expect(symbol?.text).toBe(back.truth.barcode);
		const number = symbol?.aamva?.fields.find(({ name }) => name === 'documentNumber');
		expect(number).toMatchObject({ value: back.truth.fields.documentNumber, source: 'barcode' });
		const expected = back.truth.boxes.barcode;
		expect(Math.abs((symbol?.box?.x ?? 1) - (expected?.x ?? 0))).toBeLessThan(0.05);
	});

	it('finds nothing on a passport', async () => {
		const { image } = await drawPassport({ pixelsPerMm: 6 });
		expect(await readBarcodes(image)).toEqual([]);
	});

	it('starts no further attempt once its time is spent', async () => {
		const { image } = await drawPassport({ pixelsPerMm: 6 });
		let calls = 0;
		await readBarcodes(image, { budgetMs: 10, now: () => calls++ * 1000 });
		expect(calls).toBe(2);
	});
});
