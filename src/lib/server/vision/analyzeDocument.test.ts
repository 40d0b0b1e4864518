import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeDocument, readingCopy, type DocumentDeps } from './analyzeDocument';
import { findFaces } from './face';
import { openReader } from './openVision';
import { traceTamper } from './tamper';
import { mirror } from './image';
import { measureImageQuality } from './quality';
import { openModels, type ModelRegistry } from './runtime';
import { drawIdCard, drawPassport, drawVisa } from './testing';
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
