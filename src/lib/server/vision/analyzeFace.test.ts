import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeFace } from './analyzeFace';
import { compareFaces, glanceAtFaces } from './face';
import { loadPerson, loadSample } from './face/samplePeople';
import { boxToRect, crop, decodeImage, PictureDamaged, resize } from './image';
import { openModels, type ModelRegistry } from './runtime';

let models: ModelRegistry;
beforeAll(async () => {
	models = await openModels({ modelsDir: 'models' });
});
afterAll(async () => {
	await models.close();
});

describe('analyzeFace', () => {
	it('takes a selfie of one person without complaint, and names every model that ran', async () => {
		const analysis = await analyzeFace(models, { image: await loadPerson('anna') });
		expect(analysis).toMatchObject({ kind: 'face', reasons: [], quality: { reasons: [] } });
		expect(analysis.face?.template).toHaveLength(512);
		expect(analysis.presentationAttack?.outcome).toBe('bonaFide');
		expect(Object.keys(analysis.models).sort()).toEqual([
			'face-detector',
			'face-embedder',
			'face-eyes',
			'face-landmarks',
			'face-liveness',
			'face-pose'
		]);
	});

	it('describes a large face from a small copy as from the whole picture', async () => {
		const person = resize(await loadPerson('anna'), 1320, 1400);
		const near = resize(person, 660, 700);
		const faces = await glanceAtFaces(models, near);
		if (faces === null) throw new Error('no face was found');
		const size = { width: person.width, height: person.height };
		const glanced = await analyzeFace(models, {
			image: Promise.resolve(person),
			glanced: { near, faces, ...size }
		});
		const whole = await analyzeFace(models, { image: person });
		expect(glanced.quality).toMatchObject(size);
		expect(glanced.presentationAttack?.outcome).toBe(whole.presentationAttack?.outcome);
		const width = (analysis: typeof whole) => analysis.face?.quality.faceWidthPx ?? NaN;
		expect(Math.abs(width(glanced) / width(whole) - 1)).toBeLessThan(0.05);
		const alike = compareFaces(glanced.face?.template ?? [], whole.face?.template ?? [], { name: 'ANY', threshold: 0 });
		expect(alike.comparisonScore).toBeGreaterThan(0.97);
	});

	it('fails where the small copy is sound and the whole picture is not', async () => {
		const person = resize(await loadPerson('anna'), 1320, 1400);
		const near = resize(person, 660, 700);
		const faces = await glanceAtFaces(models, near);
		if (faces === null) throw new Error('no face was found');
		const image = Promise.reject(new PictureDamaged());
		const glanced = { near, faces, width: person.width, height: person.height };
		await expect(analyzeFace(models, { image, glanced })).rejects.toBeInstanceOf(PictureDamaged);
	});

	it('asks again where two people stand side by side', async () => {
		expect((await analyzeFace(models, { image: await loadSample(3) })).reasons).toContain('several_faces');
	});

	it('asks again where the face has too few pixels', async () => {
		const image = resize(await loadPerson('anna'), 145, 154);
		expect((await analyzeFace(models, { image })).reasons).toEqual(['face_too_small']);
	});

	it('says that there is no face, as a result', async () => {
		const image = { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3).fill(90) };
		expect(await analyzeFace(models, { image })).toMatchObject({
			face: null,
			faces: [],
			presentationAttack: null,
			reasons: ['face_not_found']
		});
	});

	it('never acquits a face that fills the frame, since nothing around it can be seen', async () => {
		const person = await loadPerson('carl');
		const { face } = await analyzeFace(models, { image: person });
		if (face === null) throw new Error('no face was found');
		const image = crop(person, boxToRect(face.box, person));
		expect((await analyzeFace(models, { image })).presentationAttack?.outcome).not.toBe('bonaFide');
	});
});

const dataDir = process.env.IDB_DATA_DIR;
const manifest = dataDir === undefined ? undefined : join(dataDir, 'liveness', 'manifest.jsonl');
const haveFrames = manifest !== undefined && existsSync(manifest);

describe('presentation attacks on full phone frames', () => {
	it.skipIf(!haveFrames)(
		'tells print and replay from a person (skipped unless IDB_DATA_DIR holds the pictures)',
		async () => {
			const lines = readFileSync(manifest ?? '', 'utf8')
				.trim()
				.split('\n');
			const entries = lines.map((line) => JSON.parse(line) as { file: string; label: string });
			const frames = entries.filter(({ file }) => file.includes('Silent-Face'));
			expect(frames.length).toBeGreaterThan(0);
			for (const { file, label } of frames) {
				const decoded = await decodeImage(readFileSync(join(dataDir ?? '', 'liveness', file)));
				if (!decoded.ok) throw new Error(decoded.code);
				const { presentationAttack } = await analyzeFace(models, { image: decoded.image });
				expect(presentationAttack?.outcome).toBe(label === 'bona_fide' ? 'bonaFide' : 'presentationAttack');
			}
		}
	);
});
