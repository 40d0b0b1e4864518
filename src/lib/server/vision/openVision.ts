import { readFile } from 'node:fs/promises';
import { analyzeAddress } from './analyzeAddress';
import { analyzeDocument, TEXT_MODELS, type DocumentReader } from './analyzeDocument';
import { analyzeFace, type FaceParts } from './analyzeFace';
import {
	compareFaces,
	describeFaces,
	detectFaces,
	FACE_MATCH_AT_FMR_1E3,
	FACE_MATCH_AT_FMR_1E4,
	findFaces
} from './face';
import { LIVENESS_MODELS, readBurst } from './liveness';
import { zoneClasses } from './mrz';
import { batchReader, lineRecogniser, parseCharset, type RecogniseBatch } from './ocr';
import { measureImageQuality } from './quality';
import { MODEL_IDS, openModels, type ModelId, type ModelRegistry } from './runtime';
import { memoizeAsync } from './runtime/memoize';
import { traceTamper } from './tamper';
import { elsewhere, openAssistant, type Assistant } from './threads/assistant';
import { shareImage } from './threads/shareImage';
import type { Vision } from './types';

export interface VisionOptions {
	/** The folder that holds manifest.json and the prepared weights. */
	modelsDir: string;
	/** Further threads that take over parts of a picture. Default: none, everything on the calling thread. */
	assistants?: {
		/** The program's thread entry (src/visionThread.ts, built). */
		file: string | URL;
		/** One a core besides the caller's own is right: two cores read a document in little more than half the time. */
		count: number;
	};
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
	const assistants = openAssistants(options);
	await Promise.all([
		models.warm(loadedHere(assistants).filter((id) => models.available(id))),
		...assistants.map((assistant) => assistant.call('warm'))
	]);
	const today = options.today ?? (() => new Date());
	const reader = memoizeAsync(() => openReader(models, assistants));
	const share = assistants.length > 0 ? shareImage : <T>(image: T) => image;
	const [first] = assistants;
	return {
		models: models.hashes(),
		analyzeDocument: async ({ image, slot, original }) =>
			analyzeDocument(
				{
					models,
					reader: await reader('text-recognizer'),
					today,
					findFaces: (picture, how) =>
						elsewhere(
							first,
							(assistant) => assistant.call('findFaces', picture, how),
							() => findFaces(models, picture, how)
						),
					traceTamper: (picture, bytes, face) =>
						elsewhere(
							first,
							(assistant) => assistant.call('traceTamper', picture, bytes, face),
							() => Promise.resolve(traceTamper(picture, bytes, face))
						),
					measureQuality: (picture) =>
						elsewhere(
							first,
							(assistant) => assistant.call('measureQuality', picture),
							() => Promise.resolve(measureImageQuality(picture, 'document'))
						)
				},
				{ image: share(image), slot, ...(original && { original }) }
			),
		analyzeAddress: async (input) => analyzeAddress({ models, reader: await reader('text-recognizer') }, input),
		analyzeFace: ({ image }) => analyzeFace(models, { image: share(image) }, faceParts(models, first)),
		analyzeBurst: (input) =>
			elsewhere(
				first,
				(assistant) => assistant.call('readBurst', input),
				() => readBurst(models, input)
			),
		compareFaces: (probe, reference) => compareFaces(probe, reference, operatingPoint, looser),
		async close() {
			await Promise.all(assistants.map((assistant) => assistant.close()));
			await models.close();
		}
	};
}

/** Faces are described by an assistant where there is one: a model that is loaded twice takes its memory twice. */
const loadedHere = (assistants: readonly Assistant[]): readonly ModelId[] =>
	assistants.length > 0 ? [...TEXT_MODELS, ...LIVENESS_MODELS] : MODEL_IDS;

function faceParts(models: ModelRegistry, assistant: Assistant | undefined): FaceParts {
	return {
		detectFaces: (image) =>
			elsewhere(
				assistant,
				(thread) => thread.call('detectFaces', image),
				() => detectFaces(models, image)
			),
		describeFaces: (image, faces) =>
			elsewhere(
				assistant,
				(thread) => thread.call('describeFaces', image, faces),
				() => describeFaces(models, image, faces, 1)
			)
	};
}

function openAssistants({ assistants, modelsDir }: VisionOptions): Assistant[] {
	if (assistants === undefined) return [];
	return Array.from({ length: assistants.count }, () => openAssistant(assistants.file, modelsDir));
}

/** Rejects with ModelUnavailable where the recogniser is not there. */
export async function openReader(
	models: ModelRegistry,
	assistants: readonly Assistant[] = []
): Promise<DocumentReader> {
	const charset = parseCharset(await readFile(models.file('text-recognizer', 'keys'), 'utf8'));
	const classes = zoneClasses(charset);
	const here = batchReader(models, charset, classes.columns);
	// Twice each: while one batch is read the next already waits there.
	const readers = assistants.flatMap((assistant) => [remoteReader(assistant, here), remoteReader(assistant, here)]);
	return { recognise: lineRecogniser([here, ...readers]), classes };
}

const remoteReader =
	(assistant: Assistant, here: RecogniseBatch): RecogniseBatch =>
	(lines) =>
		elsewhere(
			assistant,
			(thread) => thread.call('recognise', lines),
			() => here(lines)
		);
