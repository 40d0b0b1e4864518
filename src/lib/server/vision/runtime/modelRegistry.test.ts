import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { afterEach, describe, expect, it } from 'vitest';
import { openModels } from './modelRegistry';
import { ModelUnavailable } from './modelUnavailable';

const { ModelProto } = onnxProto.onnx;
const folders: string[] = [];

afterEach(async () => {
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('openModels', () => {
	it('runs a graph whatever its input is called, and finds outputs by name', async () => {
		const models = await openModels({ modelsDir: await makeModels(negation()) });
		const outputs = await models.run('face-eyes', { data: Float32Array.of(1, -2, 3), dims: [1, 3] });
		expect(Array.from(outputs.negated?.data ?? [])).toEqual([-1, 2, -3]);
		expect(outputs.negated?.dims).toEqual([1, 3]);
		await models.close();
	});

	it('loads a model once, however many ask at the same time', async () => {
		const models = await openModels({ modelsDir: await makeModels(negation()) });
		const [first, second] = await Promise.all([models.session('face-eyes'), models.session('face-eyes')]);
		expect(first).toBe(second);
		await models.close();
	});

	it('does not run a file that was altered after it was opened, and runs it again once it is mended', async () => {
		const modelsDir = await makeModels(negation());
		const models = await openModels({ modelsDir });
		await writeFile(join(modelsDir, 'face-eyes/onnx/model.onnx'), 'tampered');
		await expect(models.session('face-eyes')).rejects.toMatchObject({ modelId: 'face-eyes', reason: 'altered' });
		await writeFile(join(modelsDir, 'face-eyes/onnx/model.onnx'), negation());
		expect((await models.session('face-eyes')).inputNames).toEqual(['anything']);
		await models.close();
	});

	it('says of each model whether it may be used, and gives hashes only of those', async () => {
		const modelsDir = await makeModels(negation());
		const models = await openModels({ modelsDir });
		expect(models.available('face-eyes')).toBe(true);
		expect(models.available('face-pose')).toBe(false);
		expect(models.hashes()).toEqual({ 'face-eyes': sha256(negation()) });
		await rm(join(modelsDir, 'face-eyes/onnx/model.onnx'));
		expect((await openModels({ modelsDir })).available('face-eyes')).toBe(false);
	});

	it('refuses a file that matches its checksum and is no graph', async () => {
		const models = await openModels({ modelsDir: await makeModels(Buffer.from('no graph')) });
		await expect(models.session('face-eyes')).rejects.toMatchObject({ reason: 'not_loadable' });
		await expect(models.session('face-pose')).rejects.toBeInstanceOf(ModelUnavailable);
	});

	it('takes thresholds from the manifest and never makes one up', async () => {
		const models = await openModels({ modelsDir: await makeModels(negation()) });
		expect(models.operatingPoint('face-eyes', 'HALF')).toEqual({ name: 'HALF', threshold: 0.5 });
		expect(() => models.operatingPoint('face-eyes', 'OTHER')).toThrow('OTHER');
	});
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function makeModels(weights: Buffer): Promise<string> {
	const modelsDir = await mkdtemp(join(tmpdir(), 'idb-models-test-'));
	folders.push(modelsDir);
	await mkdir(join(modelsDir, 'face-eyes/onnx'), { recursive: true });
	await writeFile(join(modelsDir, 'face-eyes/config.json'), '{"model_type":"custom"}\n');
	await writeFile(join(modelsDir, 'face-eyes/onnx/model.onnx'), weights);
	const file = { role: 'weights', file: 'face-eyes/onnx/model.onnx', sha256: sha256(weights) };
	const operatingPoints = [{ name: 'HALF', threshold: 0.5, measured: 'by construction' }];
	const models = [{ id: 'face-eyes', licence: 'MIT', files: [file], operatingPoints }];
	await writeFile(join(modelsDir, 'manifest.json'), JSON.stringify({ schemaVersion: 1, models }));
	return modelsDir;
}

/** A graph of one operator: negated = −anything, for 1 × 3 float32. */
function negation(): Buffer {
	const type = { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }, { dimValue: 3 }] } } };
	const graph = {
		name: 'negation',
		node: [{ opType: 'Neg', input: ['anything'], output: ['negated'] }],
		input: [{ name: 'anything', type }],
		output: [{ name: 'negated', type }]
	};
	const model = ModelProto.fromObject({ irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph });
	return Buffer.from(ModelProto.encode(model).finish());
}
