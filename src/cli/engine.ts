import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { loadConfig } from '$lib/server/platform';
import { openVision } from '$lib/server/vision';
import { ModelUnavailable } from '$lib/server/vision/runtime';
import type { DocumentAnalysis, FaceAnalysis, Read, RgbImage, Vision } from '$lib/server/vision/types';
import { readBytes, readPicture, type InputCode } from './inputs';

export type FailureCode = InputCode | 'MODEL_UNAVAILABLE' | 'ANALYSIS_FAILED';

/** Opens the models of this installation (the program runs in its folder, beside build/), lends them to the work, closes them whatever happens. */
export async function withVision<T>(work: (vision: Vision) => Promise<T>): Promise<T> {
	const vision = await openVision({
		modelsDir: loadConfig(process.env).modelsDir,
		assistants: { file: resolve('build', 'visionThread.js'), count: availableParallelism() - 1 }
	});
	try {
		return await work(vision);
	} finally {
		await vision.close();
	}
}

export type Outcome<T> = { ok: true; value: T; ms: number } | { ok: false; code: FailureCode; ms: number };

/** An input that cannot be looked at: ends the work on that input only. */
export class InputFailure extends Error {
	constructor(readonly code: FailureCode) {
		super(code);
		this.name = 'InputFailure';
	}
}

/** What one input gave, or the code of what went wrong; one bad input never ends the run. `ms` is wall-clock time. */
export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	const start = performance.now();
	const ms = () => Math.round(performance.now() - start);
	try {
		const value = await work();
		return { ok: true, value, ms: ms() };
	} catch (error) {
		return { ok: false, code: codeOf(error), ms: ms() };
	}
}

function codeOf(error: unknown): FailureCode {
	if (error instanceof InputFailure) return error.code;
	// The code goes to the results; why, to whoever looks at the screen.
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	return error instanceof ModelUnavailable ? 'MODEL_UNAVAILABLE' : 'ANALYSIS_FAILED';
}

/** What the engine says of one side of a document, as the worker asks it. Throws InputFailure, ModelUnavailable. */
export const documentOf = async (
	vision: Vision,
	file: string,
	slot: 'id_front' | 'id_back',
	folder?: string
): Promise<DocumentAnalysis> => analysisOf(vision.readDocument({ bytes: await bytesOf(file, folder), slot }));

/** The same of a selfie. */
export const faceOf = async (vision: Vision, file: string, folder?: string): Promise<FaceAnalysis> =>
	analysisOf(vision.readFace({ bytes: await bytesOf(file, folder) }));

async function analysisOf<A>(reading: Promise<Read<A>>): Promise<A> {
	const read = await reading;
	if (!read.ok) throw new InputFailure(read.code);
	return read.analysis;
}

/** Throws InputFailure. */
export async function bytesOf(file: string, folder?: string): Promise<Uint8Array> {
	const bytes = await readBytes(file, folder);
	if (bytes === null) throw new InputFailure('FILE_UNREADABLE');
	return bytes;
}

/** A decoded picture. Throws InputFailure. */
export async function pictureOf(file: string, folder?: string): Promise<{ image: RgbImage }> {
	const picture = await readPicture(file, folder);
	if (!picture.ok) throw new InputFailure(picture.code);
	return picture;
}
