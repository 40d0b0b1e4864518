/** The door for the worker and the command line: pipelines and models. The web process loads vision/image and vision/quality. */
import { analyzeAddress } from './analyzeAddress';
import { analyzeDocument, openDocumentReader } from './analyzeDocument';
import { analyzeFace } from './analyzeFace';
import { compareFaces, FACE_MATCH_AT_FMR_1E3, FACE_MATCH_AT_FMR_1E4 } from './face';
import { MODEL_IDS, openModels } from './runtime';
import { memoizeAsync } from './runtime/memoize';
import type { Vision } from './types';

export interface VisionOptions {
	/** The folder that holds manifest.json and the prepared weights. */
	modelsDir: string;
	/** Threads inside one operator. Default 1: two cores serve two pictures better than one picture twice as fast. */
	threads?: number;
	/** Decides the century of two-digit years. Default: the machine's own date. */
	today?: () => Date;
}

/**
 * Opens and loads every model whose file matches the manifest. A missing or altered model is no error here: what needs it
 * rejects with ModelUnavailable, and the check ends as not_run. Rejects when the manifest itself cannot be read.
 */
export async function openVision(options: VisionOptions): Promise<Vision> {
	const models = await openModels(options);
	const operatingPoint = models.operatingPoint('face-embedder', FACE_MATCH_AT_FMR_1E4);
	const looser = models.operatingPoint('face-embedder', FACE_MATCH_AT_FMR_1E3);
	await models.warm(MODEL_IDS.filter((id) => models.available(id)));
	const today = options.today ?? (() => new Date());
	const reader = memoizeAsync(() => openDocumentReader(models));
	return {
		models: models.hashes(),
		analyzeDocument: async (input) =>
			analyzeDocument({ models, reader: await reader('text-recognizer'), today }, input),
		analyzeAddress: async (input) => analyzeAddress({ models, reader: await reader('text-recognizer') }, input),
		analyzeFace: (input) => analyzeFace(models, input),
		compareFaces: (probe, reference) => compareFaces(probe, reference, operatingPoint, looser),
		close: () => models.close()
	};
}

export { ModelUnavailable, type ModelUnavailableReason } from './runtime';
export { analyzeTamper } from './tamper';
