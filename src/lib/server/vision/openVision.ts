import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { readPdf, readPdfApart } from './address';
import { analyzeAddress } from './analyzeAddress';
import {
	analyzeDocument,
	readingCopy,
	readingShrink,
	TEXT_MODELS,
	type DocumentInput,
	type DocumentReader
} from './analyzeDocument';
import { analyzeFace, type FaceParts } from './analyzeFace';
import {
	compareFaces,
	describeFaces,
	detectFaces,
	FACE_MATCH_AT_FMR_1E3,
	FACE_MATCH_AT_FMR_1E4,
	findFaces,
	glanceAtFaces,
	glanceShrink,
	type FindFacesOptions
} from './face';
import { openPicture, PictureDamaged } from './image';
import { LIVENESS_MODELS, readBurst } from './liveness';
import { zoneClasses } from './mrz';
import { batchReader, lineRecogniser, parseCharset, type RecogniseBatch } from './ocr';
import { measureImageQuality } from './quality';
import { MODEL_IDS, openModels, type ModelId, type ModelRegistry } from './runtime';
import { memoizeAsync } from './runtime/memoize';
import { traceTamper } from './tamper';
import { elsewhere, openAssistant, type Assistant } from './threads/assistant';
import { keepAssistant } from './threads/keepAssistant';
import { shareImage, shareWithHalf } from './threads/shareImage';
import type { Box, FaceAnalysis, Read, RgbImage, Vision } from './types';

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
	const [first] = assistants;
	const parts = documentParts(models, first);
	const share = first ? shareImage : <T>(image: T) => image;
	const shareFace = first ? shareWithHalf : <T>(image: T) => image;
	const document = async (input: DocumentInput) =>
		analyzeDocument({ models, reader: await reader('text-recognizer'), today, ...parts }, input);
	return {
		models: models.hashes(),
		analyzeDocument: ({ image, slot, original }) => {
			const whole = share(image);
			return document({
				near: share(readingCopy(whole)),
				whole: Promise.resolve(whole),
				slot,
				...(original && { original })
			});
		},
		readDocument: ({ bytes, slot }) =>
			orCode(async () => {
				const opened = await openDocument(bytes, share);
				if (!opened.ok) return opened;
				const { near, whole } = opened;
				return { ok: true, analysis: await document({ near, whole, slot, original: bytes }) };
			}),
		analyzeAddress: async (input) =>
			analyzeAddress({ models, reader: await reader('text-recognizer'), readPdf: pdfReader(options) }, input),
		analyzeFace: ({ image }) => analyzeFace(models, { image: shareFace(image) }, faceParts(models, first)),
		readFace: ({ bytes }) => orCode(() => readFace({ models, assistant: first, share, shareFace }, bytes)),
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

/** A program that was built has an entry for a stranger's PDF beside that of its threads. */
function pdfReader({ assistants }: VisionOptions) {
	if (assistants === undefined) return (bytes: Uint8Array) => readPdf(bytes);
	const threads = assistants.file instanceof URL ? assistants.file : pathToFileURL(assistants.file);
	const file = new URL('./pdfReader.js', threads);
	return (bytes: Uint8Array) => readPdfApart(bytes, file);
}

/** An analysis of bytes ends in a code where their pixels turn out to be damaged. */
async function orCode<A>(read: () => Promise<Read<A>>): Promise<Read<A>> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof PictureDamaged) return { ok: false, code: 'IMAGE_UNREADABLE' };
		throw error;
	}
}

/** A large photograph is read from a small copy while the whole of it is still being decoded. */
async function openDocument(bytes: Uint8Array, share: (image: RgbImage) => RgbImage) {
	const opened = await openPicture(bytes, readingShrink);
	if (!opened.ok) return opened;
	const whole = opened.whole.then(share);
	whole.catch(() => undefined);
	const near = share(readingCopy(await (opened.small ?? whole)));
	return { ok: true as const, near, whole };
}

interface FaceReader {
	models: ModelRegistry;
	assistant: Assistant | undefined;
	share(image: RgbImage): RgbImage;
	shareFace(image: RgbImage): RgbImage;
}

/** A selfie is read from a small copy while the whole of it is still being decoded, where a glance at the copy finds its face. */
async function readFace(
	{ models, assistant, share, shareFace }: FaceReader,
	bytes: Uint8Array
): Promise<Read<FaceAnalysis>> {
	const opened = await openPicture(bytes, glanceShrink);
	if (!opened.ok) return opened;
	const { small, width, height, whole } = opened;
	const near = small && share(await small);
	const faces = near && (await glance(models, assistant, near));
	const glanced = faces && { near, faces, width, height };
	const image = glanced ? whole : shareFace(await whole);
	return { ok: true, analysis: await analyzeFace(models, { image, glanced }, faceParts(models, assistant)) };
}

/** What an assistant does for a document, where there is one. */
const documentParts = (models: ModelRegistry, assistant: Assistant | undefined) => ({
	findFaces: (picture: RgbImage, how: FindFacesOptions) =>
		elsewhere(
			assistant,
			(thread) => thread.call('findFaces', picture, how),
			() => findFaces(models, picture, how)
		),
	traceTamper: (picture: RgbImage, bytes?: Uint8Array, face?: Box) =>
		elsewhere(
			assistant,
			(thread) => thread.call('traceTamper', picture, bytes, face),
			() => Promise.resolve(traceTamper(picture, bytes, face))
		),
	measureQuality: (picture: RgbImage) =>
		elsewhere(
			assistant,
			(thread) => thread.call('measureQuality', picture),
			() => Promise.resolve(measureImageQuality(picture, 'document'))
		)
});

const glance = (models: ModelRegistry, assistant: Assistant | undefined, near: RgbImage) =>
	elsewhere(
		assistant,
		(thread) => thread.call('glanceAtFaces', near),
		() => glanceAtFaces(models, near)
	);

/**
 * Faces are described by an assistant where there is one: a model that is loaded twice takes its memory twice. The pose of a
 * selfie's head is estimated here, beside that description, which would else be the longer part by far.
 */
const loadedHere = (assistants: readonly Assistant[]): readonly ModelId[] =>
	assistants.length > 0 ? [...TEXT_MODELS, ...LIVENESS_MODELS, 'face-pose'] : MODEL_IDS;

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
				(thread) => thread.call('describeFaces', shareWithHalf(image), faces),
				() => describeFaces(models, image, faces, 1)
			)
	};
}

function openAssistants({ assistants, modelsDir }: VisionOptions): Assistant[] {
	if (assistants === undefined) return [];
	return Array.from({ length: assistants.count }, () => keepAssistant(() => openAssistant(assistants.file, modelsDir)));
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
