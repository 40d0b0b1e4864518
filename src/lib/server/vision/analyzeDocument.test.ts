import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeDocument, readingCopy, type DocumentDeps } from './analyzeDocument';
import { findFaces } from './face';
import { openReader } from './openVision';
import { traceTamper } from './tamper';
import { mirror } from './image';
import { measureImageQuality } from './quality';
import { openModels, type ModelRegistry } from './runtime';
import { drawDrivingLicence, drawIdCard, drawPassport, drawVisa } from './testing';
import type { RgbImage } from './types';

let models: ModelRegistry;
let deps: DocumentDeps;
beforeAll(async () => {
	models = await openModels({ modelsDir: 'models' });
	deps = {
		models,
		reader: await openReader(models),
		today: () => new Date('2026-11-22'),
		findFaces: (image, options) => findFaces(models, image, options),
		traceTamper: (...input) => Promise.resolve(traceTamper(...input)),
		measureQuality: (image) => Promise.resolve(measureImageQuality(image, 'document'))
	};
});
afterAll(async () => {
	await models.close();
});

/** A picture that is there as a whole. */
const taken = (image: RgbImage) => ({ near: readingCopy(image), whole: Promise.resolve(image) });

// Whole analyses on whatever machine this is: the limit is against hanging, not against slowness.
describe('analyzeDocument', { timeout: 120_000 }, () => {
	it('reads a passport whole: zone, printed fields, portrait, models and times', async () => {
		const { image, jpeg, truth } = await drawPassport({ seed: 3 });
		const analysis = await analyzeDocument(deps, { ...taken(image), slot: 'id_front', original: jpeg });
		expect(analysis.mrz).toMatchObject({ format: 'TD3', lines: truth.mrz?.lines, valid: true });
		expect(analysis.document).toMatchObject({ type: 'passport', issuingState: 'UTO', side: 'front', rotation: 0 });
		const printed = (name: string) =>
			analysis.fields.find((each) => each.name === name && each.source === 'viz')?.value;
		expect(printed('dateOfBirth')).toBe(truth.fields.dateOfBirth);
		expect(printed('dateOfExpiry')).toBe(truth.fields.dateOfExpiry);
		expect(analysis.portrait?.template).toHaveLength(512);
		expect(analysis.reasons).toEqual([]);
		expect(Object.keys(analysis.models)).toContain('text-recognizer');
		expect(Object.keys(analysis.timingsMs).sort()).toEqual([
			'barcode',
			'fields',
			'mrz',
			'portrait',
			'quality',
			'tamper',
			'text'
		]);
	});

	it('tells the back of a card in the slot of the front', async () => {
		const { back } = await drawIdCard({ seed: 4 });
		const analysis = await analyzeDocument(deps, { ...taken(back.image), slot: 'id_front' });
		expect(analysis.mrz).toMatchObject({ format: 'TD1', lines: back.truth.mrz?.lines, valid: true });
		expect(analysis.reasons).toContain('wrong_side');
	});

	it('takes a picture of both sides of a card for either slot', async () => {
		const { front, back } = await drawIdCard({ seed: 4, pixelsPerMm: 11 });
		for (const slot of ['id_front', 'id_back'] as const) {
			const analysis = await analyzeDocument(deps, { ...taken(below(front.image, back.image)), slot });
			expect(analysis.mrz).toMatchObject({ format: 'TD1', valid: true });
			expect(analysis.reasons).not.toContain('wrong_side');
		}
	});

	it('reads the symbol of an enhanced licence beside its zone', async () => {
		const [{ back: licence }, { back: card }] = [await drawDrivingLicence({ seed: 8 }), await drawIdCard({ seed: 8 })];
		const image = below(licence.image, card.image);
		const analysis = await analyzeDocument(deps, { ...taken(image), slot: 'id_back' });
		expect(analysis.mrz).toMatchObject({ format: 'TD1', valid: true });
		expect(analysis.barcode?.text).toBe(licence.truth.barcode);
		expect(analysis.document).toMatchObject({ type: 'driving_licence', side: 'back' });
	});

	it.each([0.25, 0.35])('reads a passport that fills %f of the width of the picture', async (share) => {
		const { image, truth } = await drawPassport({ seed: 7, scene: 'flat' });
		const far = await onDesk(image, share);
		const analysis = await analyzeDocument(deps, { ...taken(far), slot: 'id_front' });
		expect(analysis.mrz).toMatchObject({ lines: truth.mrz?.lines, valid: true });
	});

	it.each([90, 180, 270])('reads a visa that was photographed turned by %i degrees', async (rotation) => {
		const { image, truth } = await drawVisa({ seed: 5, scene: 'flat', defects: { rotation } });
		const analysis = await analyzeDocument(deps, { ...taken(image), slot: 'id_front' });
		expect(analysis.mrz?.lines).toEqual(truth.mrz?.lines);
		expect(analysis.document.rotation).toBe(360 - rotation);
	});

	it('refuses a mirrored picture by its reason', async () => {
		const { image } = await drawPassport({ seed: 6, scene: 'flat' });
		const analysis = await analyzeDocument(deps, { ...taken(mirror(image)), slot: 'id_front' });
		expect(analysis).toMatchObject({ mrz: null, reasons: ['document_mirrored'] });
	});

	it('reads the zone of a page whose other lines read better in a looking-glass, as those of a foreign script may', async () => {
		const { image, truth } = await drawPassport({ seed: 6, scene: 'flat' });
		const zone = Math.floor(0.78 * image.height) * image.width * 3;
		const data = Uint8Array.from(image.data);
		data.set(mirror(image).data.subarray(0, zone));
		const mixed = { ...image, data };
		const analysis = await analyzeDocument(deps, { ...taken(mixed), slot: 'id_front' });
		expect(analysis.mrz).toMatchObject({ lines: truth.mrz?.lines, valid: true });
		expect(analysis.reasons).not.toContain('document_mirrored');
	});

	it.each([
		['black', 0],
		['white', 255]
	])('finds no document on a picture that is all %s', async (_, value) => {
		const image = { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(value) };
		const analysis = await analyzeDocument(deps, { ...taken(image), slot: 'id_front' });
		expect(analysis).toMatchObject({ mrz: null, lines: [], reasons: ['document_not_found'] });
	});

	it('answers for a picture of one pixel', async () => {
		const analysis = await analyzeDocument(deps, {
			...taken({ width: 1, height: 1, data: new Uint8Array(3) }),
			slot: 'id_back'
		});
		expect(analysis.reasons).toEqual(['document_not_found']);
	});
});

function below(upper: RgbImage, lower: RgbImage): RgbImage {
	if (upper.width !== lower.width) throw new Error('pictures of two widths');
	const data = new Uint8Array(upper.data.length + lower.data.length);
	data.set(upper.data);
	data.set(lower.data, upper.data.length);
	return { width: upper.width, height: upper.height + lower.height, data };
}

/** In the upper left part of a picture of 3000 × 2250 pixels. */
async function onDesk({ width, height, data }: RgbImage, share: number): Promise<RgbImage> {
	const small = await sharp(data, { raw: { width, height, channels: 3 } })
		.resize({ width: Math.round(3000 * share) })
		.png()
		.toBuffer();
	const desk = sharp({ create: { width: 3000, height: 2250, channels: 3, background: '#8d8378' } });
	const pixels = await desk
		.composite([{ input: small, left: 700, top: 400 }])
		.removeAlpha()
		.raw()
		.toBuffer();
	return { width: 3000, height: 2250, data: pixels };
}
