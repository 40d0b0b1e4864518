import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { decodeImage } from '../image';
import { openVision } from '../openVision';
import { ModelUnavailable } from '../runtime';
import { drawPassport, drawSelfie } from '../testing';
import type { DocumentAnalysis, Vision } from '../types';
import { elsewhere, openAssistant, type Assistant } from './assistant';
import { keepAssistant } from './keepAssistant';
import { ThreadEnded } from './openThread';
import { openVisionThread, VisionBusy } from './visionThread';

const modelsDir = resolve('models');
let folder: string;
let file: string;
const opened: (Vision | Assistant)[] = [];

beforeAll(async () => {
	// Inside the project, so that the built file finds the packages.
	folder = await mkdtemp(resolve('node_modules', '.vision-thread-'));
	await build({
		configFile: resolve('vite.server.config.ts'),
		logLevel: 'error',
		build: { outDir: folder, sourcemap: false, rollupOptions: { input: { visionThread: 'src/visionThread.ts' } } }
	});
	file = join(folder, 'visionThread.js');
}, 120_000);
afterAll(async () => {
	await Promise.all(opened.map((each) => each.close()));
	await rm(folder, { recursive: true, force: true });
});

const keep = <T extends Vision | Assistant>(each: T): T => {
	opened.push(each);
	return each;
};

/** All that an analysis says, but for how long it took. */
const said = ({ timingsMs: _, ...rest }: DocumentAnalysis) => rest;

describe('an engine on several threads', { timeout: 120_000 }, () => {
	it('says of a document exactly what it says on one', async () => {
		const { image, jpeg } = await drawPassport({ seed: 5, pixelsPerMm: 8 });
		const alone = keep(await openVision({ modelsDir }));
		const threaded = keep(await openVisionThread({ modelsDir, file, assistants: 1, onLost: () => undefined }));
		const input = { image, slot: 'id_front' as const, original: jpeg };
		expect(said(await threaded.analyzeDocument(input))).toEqual(said(await alone.analyzeDocument(input)));
		const read = await threaded.readDocument({ bytes: jpeg, slot: 'id_front' });
		const decoded = await decodeImage(jpeg);
		if (!read.ok || !decoded.ok) throw new Error('a drawn passport is no picture');
		expect(said(read.analysis)).toEqual(said(await alone.analyzeDocument({ ...input, image: decoded.image })));
		expect(threaded.models).toEqual(alone.models);
	});

	it('does the work itself when its assistant has ended', async () => {
		const assistant = keep(openAssistant(file, modelsDir));
		await assistant.call('warm');
		await assistant.close();
		await expect(assistant.call('warm')).rejects.toBeInstanceOf(ThreadEnded);
		const done = await elsewhere(
			assistant,
			() => Promise.resolve('there'),
			() => Promise.resolve('here')
		);
		expect(done).toBe('here');
	});

	it('starts an assistant that ended anew, and asks it again once it has loaded its models', async () => {
		const started: Assistant[] = [];
		const open = () => {
			const assistant = keep(openAssistant(file, modelsDir));
			started.push(assistant);
			return assistant;
		};
		const kept = keep(keepAssistant(open, 0));
		await kept.call('warm');
		await started[0]?.close();
		expect(kept.alive()).toBe(false);
		expect(kept.alive()).toBe(false);
		expect(started).toHaveLength(2);
		await started[1]?.call('warm');
		expect(kept.alive()).toBe(true);
	});

	it('tells a model that is missing over there from any other failure', async () => {
		const empty = await mkdtemp(join(tmpdir(), 'idb-test-models-'));
		try {
			await cp(join(modelsDir, 'manifest.json'), join(empty, 'manifest.json'));
			const assistant = keep(openAssistant(file, empty));
			const { image } = await drawPassport({ seed: 7, pixelsPerMm: 4 });
			await expect(assistant.call('findFaces', image, {})).rejects.toBeInstanceOf(ModelUnavailable);
		} finally {
			await rm(empty, { recursive: true, force: true });
		}
	});

	it('says of a selfie what it says on one', async () => {
		const { jpeg } = await drawSelfie({ seed: 3 });
		const decoded = await decodeImage(jpeg);
		if (!decoded.ok) throw new Error(decoded.code);
		const alone = keep(await openVision({ modelsDir }));
		const threaded = keep(await openVisionThread({ modelsDir, file, assistants: 1, onLost: () => undefined }));
		const here = await alone.analyzeFace({ image: decoded.image });
		expect({ ...(await threaded.analyzeFace({ image: decoded.image })), timingsMs: {} }).toEqual({
			...here,
			timingsMs: {}
		});
		const read = await threaded.readFace({ bytes: jpeg });
		if (!read.ok) throw new Error(read.code);
		const { comparisonScore } = alone.compareFaces(here.face?.template ?? [], read.analysis.face?.template ?? []);
		expect(comparisonScore).toBeGreaterThan(0.95);
		expect(await threaded.readFace({ bytes: jpeg.subarray(0, 100) })).toEqual({ ok: false, code: 'IMAGE_UNREADABLE' });
	});

	it('refuses one picture more than it holds, and answers the others', async () => {
		const vision = keep(await openVisionThread({ modelsDir, file, assistants: 0, onLost: () => undefined }));
		const garbage = { bytes: new Uint8Array([1, 2, 3]) };
		const answers = await Promise.allSettled(Array.from({ length: 17 }, () => vision.analyzeAddress(garbage)));
		expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
		expect(answers.at(-1)).toMatchObject({ status: 'rejected', reason: expect.any(VisionBusy) as unknown });
	});

	it('does not take an end that was asked for as a loss', async () => {
		let lost = 0;
		const vision = await openVisionThread({ modelsDir, file, assistants: 0, onLost: () => (lost += 1) });
		await vision.close();
		expect(lost).toBe(0);
	});
});
