import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crop, cropPadded, resize, rotate90 } from '../image';
import { openModels, type ModelRegistry } from '../runtime';
import type { DetectedFace, RgbImage } from '../types';
import { chooseFace, hasRival } from './chooseFace';
import { choosePortraits } from './choosePortraits';
import { compareFaces, FACE_MATCH_AT_FMR_1E4 } from './compareFaces';
import { detectFaces, glanceAtFaces, glanceShrink } from './detectFaces';
import { findFaces } from './findFaces';
import { loadPerson, loadSample } from './samplePeople';

let models: ModelRegistry;
beforeAll(async () => {
	models = await openModels({ modelsDir: 'models' });
});
afterAll(async () => {
	await models.close();
});

describe('findFaces', () => {
	it('finds every face of a group, largest first, and embeds only as many as asked', async () => {
		const faces = await findFaces(models, await loadSample(5), { templates: 2 });
		expect(faces).toHaveLength(5);
		expect(faces.map((face) => face.template !== null)).toEqual([true, true, false, false, false]);
		const areas = faces.map((face) => face.box.width * face.box.height);
		expect(areas).toEqual([...areas].sort((a, b) => b - a));
	});

	it('gives a template of length one that does not depend on the run', async () => {
		const person = await loadPerson('anna');
		const [first, second] = [await theFace(person), await theFace(person)];
		expect(first.template).toHaveLength(512);
		expect(Math.hypot(...(first.template ?? []))).toBeCloseTo(1, 6);
		expect(first.template).toEqual(second.template);
	});

	it('finds a face that fills its picture, and knows it', async () => {
		const person = await loadPerson('anna');
		const face = await theFace(person);
		const tight = crop(person, {
			x: face.box.x * person.width,
			y: face.box.y * person.height,
			width: face.box.width * person.width,
			height: face.box.height * person.height
		});
		expect(await similarity(tight, person)).toBeGreaterThan(0.6);
	});

	it('finds a small portrait on a large page, and knows it', async () => {
		const person = resize(await loadPerson('anna'), 132, 140);
		const page = cropPadded(person, { x: -900, y: -500, width: 1600, height: 1100 }, 230);
		expect(await similarity(page, await loadPerson('anna'))).toBeGreaterThan(0.5);
	});

	it.each([90, 180, 270] as const)('finds a face in a picture turned by %i° when asked, where it is', async (turn) => {
		const person = await loadPerson('annaAgain');
		const upright = await theFace(person);
		const turned = rotate90(person, turn);
		const [face] = await findFaces(models, turned, { turn: 'any' });
		const comparison = compareFaces(face?.template ?? [], upright.template ?? [], { name: 'ANY', threshold: 0 });
		expect(comparison.comparisonScore).toBeCloseTo(1, 6);
		const { x, y } = upright.landmarks[2];
		const nose = { 90: { x: 1 - y, y: x }, 180: { x: 1 - x, y: 1 - y }, 270: { x: y, y: 1 - x } }[turn];
		expect(face?.landmarks[2].x).toBeCloseTo(nose.x, 6);
		expect(face?.landmarks[2].y).toBeCloseTo(nose.y, 6);
	});

	it.each([
		['all black', 640, 480, 0],
		['all white', 640, 480, 255],
		['one pixel', 1, 1, 128],
		['a strip', 20_000, 50, 200]
	])('finds nobody in a picture that is %s', async (_name, width, height, value) => {
		expect(await findFaces(models, { width, height, data: new Uint8Array(width * height * 3).fill(value) })).toEqual(
			[]
		);
	});
});

describe('glanceAtFaces', () => {
	it('finds on a small copy the face that is found on the whole picture, to a few pixels', async () => {
		const person = await loadPerson('anna');
		const shrink = glanceShrink(person);
		expect(shrink).toBe(2);
		const copy = resize(person, person.width / shrink, person.height / shrink);
		const glanced = await glanceAtFaces(models, copy);
		const [face] = await detectFaces(models, person);
		expect(glanced).toHaveLength(1);
		for (const side of ['x', 'y', 'width', 'height'] as const)
			expect(Math.abs((glanced?.[0]?.[side] ?? NaN) * shrink - (face?.[side] ?? NaN))).toBeLessThan(
				0.03 * person.width
			);
	});

	it('leaves to the whole picture what is small, doubtful or not there', async () => {
		const group = await loadSample(5);
		const copy = resize(group, 320, (320 * group.height) / group.width);
		expect(await glanceAtFaces(models, copy)).toBeNull();
		const empty = { width: 160, height: 120, data: new Uint8Array(160 * 120 * 3).fill(90) };
		expect(await glanceAtFaces(models, empty)).toBeNull();
	});

	it('decodes a copy that a selfie can be described from: half of 720 × 1280, a quarter of twelve megapixels', () => {
		expect(glanceShrink({ width: 720, height: 1280 })).toBe(2);
		expect(glanceShrink({ width: 3000, height: 4000 })).toBe(4);
		expect(glanceShrink({ width: 640, height: 479 })).toBe(2);
		expect(glanceShrink({ width: 600, height: 450 })).toBe(1);
	});
});

describe('compareFaces', () => {
	it('matches two pictures of one person and tells three people apart', async () => {
		const point = models.operatingPoint('face-embedder', FACE_MATCH_AT_FMR_1E4);
		const [anna, again, bertha, carl] = await Promise.all(
			(['anna', 'annaAgain', 'bertha', 'carl'] as const).map(
				async (who) => (await theFace(await loadPerson(who))).template ?? []
			)
		);
		if (!anna || !again || !bertha || !carl) throw new Error('a face was not found');
		expect(compareFaces(anna, again, point)).toMatchObject({ match: true, operatingPoint: FACE_MATCH_AT_FMR_1E4 });
		for (const other of [bertha, carl]) expect(compareFaces(anna, other, point).comparisonScore).toBeLessThan(0.25);
		expect(compareFaces(bertha, carl, point).match).toBe(false);
	});

	it('never matches an empty template, or two of different models', () => {
		const point = { name: 'ANY', threshold: -1 };
		expect(compareFaces([], [], point).match).toBe(false);
		expect(compareFaces([1, 0], [1, 0, 0], point).match).toBe(false);
		expect(compareFaces([0, 0], [0, 0], { name: 'ANY', threshold: 0 }).match).toBe(false);
	});
});

describe('chooseFace', () => {
	it('takes the largest face, and sees a rival only in one nearly as large and as sure', async () => {
		const faces = await findFaces(models, await loadSample(1), { templates: 0 });
		const [largest, second] = faces;
		if (!largest || !second) throw new Error('faces were not found');
		expect(chooseFace([...faces].reverse())).toBe(largest);
		expect(chooseFace([])).toBeNull();
		expect(hasRival(faces)).toBe(true);
		const small = {
			...second,
			quality: { ...second.quality, faceWidthPx: largest.quality.faceWidthPx * 0.4 },
			box: { ...second.box, width: 0.01 }
		};
		expect(hasRival([largest, small])).toBe(false);
		expect(hasRival([largest, { ...second, score: 0.75 }])).toBe(false);
	});
});

describe('choosePortraits', () => {
	it('takes a smaller print of the holder for the ghost and says how alike the two are', async () => {
		const person = await theFace(await loadPerson('anna'));
		const small = { ...person, box: { ...person.box, width: person.box.width / 3 } };
		const { portrait, ghost } = choosePortraits([small, person]);
		expect(portrait).toBe(person);
		expect(ghost?.box).toEqual(small.box);
		expect(ghost?.comparisonScore).toBeCloseTo(1, 6);
	});

	it('takes neither an equal face nor an unsure one nor one without a template for a ghost', async () => {
		const person = await theFace(await loadPerson('anna'));
		const small = { ...person, box: { ...person.box, width: person.box.width / 3 } };
		for (const other of [person, { ...small, score: 0.8 }, { ...small, template: null }])
			expect(choosePortraits([person, other]).ghost).toBeNull();
		expect(choosePortraits([])).toEqual({ portrait: null, ghost: null });
	});
});

async function theFace(image: RgbImage): Promise<DetectedFace> {
	const [face] = await findFaces(models, image);
	if (face === undefined) throw new Error('no face was found');
	return face;
}

async function similarity(a: RgbImage, b: RgbImage): Promise<number> {
	const [first, second] = [await theFace(a), await theFace(b)];
	return compareFaces(first.template ?? [], second.template ?? [], { name: 'ANY', threshold: 0 }).comparisonScore;
}
