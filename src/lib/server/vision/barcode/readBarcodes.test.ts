import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { describe, expect, it } from 'vitest';
import { drawDrivingLicence, drawPassport } from '../testing';
import type { RgbImage } from '../types';
import { readBarcodes } from './readBarcodes';

describe('readBarcodes', () => {
	it.each([
		['as scanned', { scene: 'flat' }],
		['on a desk, sideways', { defects: { rotation: 90 } }],
		[
			'aslant, in poor light',
			{ defects: { rotation: -14, perspective: 0.8, blur: 0.15, lowLight: 0.3, jpegQuality: 60 } }
		],
		['upside down, askew and a little blurred', { defects: { rotation: 180, perspective: 0.3, blur: 0.1 } }]
	] as const)('reads the licence of a drawn card %s', async (_name, options) => {
		const { back } = await drawDrivingLicence({ seed: 11, pixelsPerMm: 13, ...options });
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
		const { back } = await drawDrivingLicence({ pixelsPerMm: 8, defects: { blur: 0.5 } });
		let calls = 0;
		await readBarcodes(back.image, { budgetMs: 10, now: () => calls++ * 1000 });
		expect(calls).toBe(2);
	});

	it.each(['QRCode', 'Code128'] as const)('reports a %s raw', async (format) => {
		expect(await readBarcodes(await drawSymbol(format, 'UTO-7409-SPECIMEN'))).toMatchObject([
			{ format, text: 'UTO-7409-SPECIMEN', aamva: null }
		]);
	});
});

/** One symbol alone on a large sheet, three or four pixels a module. */
async function drawSymbol(format: 'QRCode' | 'Code128', text: string): Promise<RgbImage> {
	const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
	await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
	const symbol = await writeBarcode(text, { format, scale: 4 });
	if (symbol.image === null) throw new Error(symbol.error);
	const { data, info } = await sharp(Buffer.from(await symbol.image.arrayBuffer()))
		.extend({ top: 300, bottom: 300, left: 300, right: 300, background: '#ffffff' })
		.removeAlpha()
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	expect(info.channels).toBe(3);
	return { width: info.width, height: info.height, data: new Uint8Array(data) };
}
