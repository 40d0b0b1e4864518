import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ModelHashes } from '../types';
import { MODEL_IDS, readManifest, type ManifestModel, type ModelFileRole, type ModelId } from './manifest';
import { memoizeAsync } from './memoize';
import { ModelUnavailable, type ModelUnavailableReason } from './modelUnavailable';
import { openOnnxSession, type FloatTensor, type FloatTensors, type OnnxSession } from './onnxSession';

/** A named threshold of one model file. */
export interface OperatingPoint {
	name: string;
	threshold: number;
}

/** The models of one installation: each file hashed against the manifest, loaded once, on first use. */
export interface ModelRegistry {
	/** The loaded model. Rejects with ModelUnavailable. */
	session(id: ModelId): Promise<OnnxSession>;
	/**
	 * Runs a model. One tensor goes to the graph's only input whatever it is called; several are matched by name.
	 * Outputs come by the graph's own names. Rejects with ModelUnavailable.
	 */
	run(id: ModelId, inputs: FloatTensor | FloatTensors): Promise<Record<string, FloatTensor>>;
	/** SHA-256 of the weights, of each model whose files all matched the manifest when the registry was opened. */
	hashes(): ModelHashes;
	/** The hashes of the models named, where available: what an analysis carries. */
	hashesOf(ids: readonly ModelId[]): ModelHashes;
	available(id: ModelId): boolean;
	/** Absolute path of a model's file. Throws ModelUnavailable where the manifest has none. */
	file(id: ModelId, role: ModelFileRole): string;
	/** A threshold that the manifest gives for this model. Throws where it has none by that name. */
	operatingPoint(id: ModelId, name: string): OperatingPoint;
	/** Loads the models named, so that the first picture waits for nothing. One that cannot be loaded says so on first use. */
	warm(ids: readonly ModelId[]): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens the folder of models and hashes every file; loads none yet. Rejects only when the manifest itself cannot be read.
 */
export async function openModels(options: { modelsDir: string }): Promise<ModelRegistry> {
	const modelsDir = resolve(options.modelsDir);
	const manifest = await readManifest(modelsDir);
	const models = new Map(manifest.models.map((model) => [model.id, model]));
	const problems = new Map<ModelId, ModelUnavailableReason>();
	await Promise.all(
		MODEL_IDS.map(async (id) => {
			const problem = await problemOf(modelsDir, models.get(id));
			if (problem !== null) problems.set(id, problem);
		})
	);

	const opened: OnnxSession[] = [];
	const session = memoizeAsync(async (id: ModelId) => {
		const problem = await problemOf(modelsDir, models.get(id));
		if (problem !== null) throw new ModelUnavailable(id, problem);
		const folder = dirname(dirname(file(id, 'weights')));
		const loaded = await openOnnxSession(folder, KEEPS_MEMORY.has(id)).catch((cause: unknown) => {
			throw new ModelUnavailable(id, 'not_loadable', { cause });
		});
		opened.push(loaded);
		return loaded;
	});

	function file(id: ModelId, role: ModelFileRole): string {
		const entry = models.get(id)?.files.find((candidate) => candidate.role === role);
		if (entry === undefined) throw new ModelUnavailable(id, 'not_in_manifest');
		return join(modelsDir, entry.file);
	}

	function hashesOf(ids: readonly ModelId[]): ModelHashes {
		const hashes: ModelHashes = {};
		for (const id of ids) {
			const weights = models.get(id)?.files.find((entry) => entry.role === 'weights');
			if (weights !== undefined && !problems.has(id)) hashes[id] = weights.sha256;
		}
		return hashes;
	}

	return {
		session,
		file,
		hashesOf,
		run: async (id, inputs) => (await session(id)).run(inputs),
		hashes: () => hashesOf(MODEL_IDS),
		available: (id) => !problems.has(id),
		operatingPoint(id, name) {
			const point = models.get(id)?.operatingPoints.find((candidate) => candidate.name === name);
			if (point === undefined) throw new Error(`models/manifest.json gives ${id} no operating point ${name}`);
			return { name: point.name, threshold: point.threshold };
		},
		async warm(ids) {
			await Promise.allSettled(ids.map((id) => session(id)));
		},
		async close() {
			await Promise.all(opened.splice(0).map((loaded) => loaded.close()));
		}
	};
}

/**
 * Models that keep the memory of their last run. The text detector's maps are so large that asking for them anew costs it half
 * its time (132 → 198 ms at 960 × 672). The face detector and the liveness model have a few megabytes and one size of input: 7.7 → 4.0
 * and 8.5 → 6.7 ms. For all others the difference is lost in the noise, and a warm engine is 115 MB smaller without.
 */
const KEEPS_MEMORY: ReadonlySet<ModelId> = new Set<ModelId>(['text-detector', 'face-detector', 'face-liveness']);

async function problemOf(modelsDir: string, model: ManifestModel | undefined): Promise<ModelUnavailableReason | null> {
	if (model === undefined) return 'not_in_manifest';
	for (const entry of model.files) {
		const bytes = await readFile(join(modelsDir, entry.file)).catch(() => null);
		if (bytes === null) return 'missing';
		if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) return 'altered';
	}
	return null;
}
