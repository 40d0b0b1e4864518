import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import onnxProto from 'onnx-proto';
import { prepareModels, verifyModels } from './prepare-models.mjs';
import { zeroVanishingWeights } from './zero-vanishing-weights.mjs';

const { GraphProto, ModelProto, TensorProto } = onnxProto.onnx;
const folders: string[] = [];

afterEach(async () => {
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('verifyModels', () => {
	it('tells a file that is in place from a missing and from an altered one', async () => {
		const root = await makeProject({ good: 'weights', bad: 'other weights' });
		await writeFile(join(root, 'models/bad/onnx/model.onnx'), 'tampered');
		await rm(join(root, 'models/good/config.json'));
		expect(await verifyModels({ root })).toEqual([
			{ id: 'good', file: 'models/good/config.json', state: 'missing' },
			{ id: 'good', file: 'models/good/onnx/model.onnx', state: 'ok' },
			{ id: 'bad', file: 'models/bad/config.json', state: 'ok' },
			{ id: 'bad', file: 'models/bad/onnx/model.onnx', state: 'altered' }
		]);
	});
});

describe('prepareModels', () => {
	it('changes nothing when every file is in place', async () => {
		const root = await makeProject({ good: 'weights' });
		expect(await prepareModels({ root })).toEqual([]);
	});

	it('writes a missing config file back without fetching anything', async () => {
		const root = await makeProject({ good: 'weights' });
		await rm(join(root, 'models/good/config.json'));
		await prepareModels({ root });
		expect(await readFile(join(root, 'models/good/config.json'), 'utf8')).toBe('{"model_type":"custom"}\n');
	});

	it('names the altered file of a model that an operator brought along and that no package can restore', async () => {
		const root = await makeProject({ own: 'weights' });
		await writeFile(join(root, 'models/own/onnx/model.onnx'), 'tampered');
		await expect(prepareModels({ root })).rejects.toThrow('models/own/onnx/model.onnx');
	});
});

describe('zeroVanishingWeights', () => {
	it('zeroes what is too small to matter and keeps every other byte', async () => {
		const bytes = makeGraph([0.5, 1e-21, -1e-40, 0, -2]);
		expect(await zeroVanishingWeights(bytes)).toBe(2);
		expect(bytes.equals(makeGraph([0.5, 0, 0, 0, -2]))).toBe(true);
	});
});

function makeGraph(weights: number[]): Buffer {
	const rawData = new Uint8Array(Float32Array.from(weights).buffer);
	const tensor = TensorProto.create({ name: 'w', dataType: 1, dims: [weights.length], rawData });
	return Buffer.from(ModelProto.encode({ irVersion: 8, graph: GraphProto.create({ initializer: [tensor] }) }).finish());
}

async function makeProject(models: Record<string, string>): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), 'idb-prepare-'));
	folders.push(root);
	const entries = Object.entries(models).map(([id, weights]) => ({
		id,
		files: [
			{ role: 'weights', file: `${id}/onnx/model.onnx`, sha256: createHash('sha256').update(weights).digest('hex') }
		]
	}));
	for (const [id, weights] of Object.entries(models)) {
		await mkdir(join(root, 'models', id, 'onnx'), { recursive: true });
		await writeFile(join(root, 'models', id, 'onnx/model.onnx'), weights);
		await writeFile(join(root, 'models', id, 'config.json'), '{"model_type":"custom"}\n');
	}
	await writeFile(join(root, 'models/manifest.json'), JSON.stringify({ packages: [], models: entries }));
	return root;
}
