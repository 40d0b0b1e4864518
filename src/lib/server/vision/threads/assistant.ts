/** What a second thread does for the one that analyses: parts of one picture that need not wait for each other. */
import { readFile } from 'node:fs/promises';
import type { FaceParts } from '../analyzeFace';
import { describeFaces, detectFaces, FACE_MODELS, findFaces, glanceAtFaces } from '../face';
import { readBurst } from '../liveness';
import { zoneClasses } from '../mrz';
import { batchReader, parseCharset, type RecogniseBatch } from '../ocr';
import { measureImageQuality } from '../quality';
import { openModels } from '../runtime';
import { memoizeAsync } from '../runtime/memoize';
import { traceTamper, type TamperTraces } from '../tamper';
import type { ImageQuality, RgbImage } from '../types';
import { openThread, ThreadEnded, type TaskThread } from './openThread';
import type { Tasks } from './protocol';

export interface AssistantRole {
	kind: 'assistant';
	modelsDir: string;
}

export interface AssistantTasks extends Tasks {
	/** Loads what the other tasks need. */
	warm: () => Promise<void>;
	recognise: RecogniseBatch;
	findFaces: OmitFirst<typeof findFaces>;
	traceTamper: (...input: Parameters<typeof traceTamper>) => Promise<TamperTraces>;
	measureQuality: (image: RgbImage) => Promise<ImageQuality>;
	glanceAtFaces: OmitFirst<typeof glanceAtFaces>;
	detectFaces: FaceParts['detectFaces'];
	describeFaces: FaceParts['describeFaces'];
	readBurst: OmitFirst<typeof readBurst>;
}

type OmitFirst<F> = F extends (first: never, ...rest: infer R) => infer T ? (...rest: R) => T : never;

/** The tasks of one assistant, on models of its own: a loaded model serves one thread. */
export async function assistantTasks({ modelsDir }: AssistantRole): Promise<AssistantTasks> {
	const models = await openModels({ modelsDir });
	const reader = memoizeAsync(async () => {
		const charset = parseCharset(await readFile(models.file('text-recognizer', 'keys'), 'utf8'));
		return batchReader(models, charset, zoneClasses(charset).columns);
	});
	return {
		warm: () => models.warm((['text-recognizer', ...FACE_MODELS] as const).filter(models.available)),
		recognise: async (lines) => (await reader('text-recognizer'))(lines),
		findFaces: (image, options) => findFaces(models, image, options),
		glanceAtFaces: (picture) => glanceAtFaces(models, picture),
		detectFaces: (image) => detectFaces(models, image),
		describeFaces: (image, faces) => describeFaces(models, image, faces, 1),
		readBurst: (input) => readBurst(models, input),
		traceTamper: (image, original, face) => Promise.resolve(traceTamper(image, original, face)),
		measureQuality: (image) => Promise.resolve(measureImageQuality(image, 'document'))
	};
}

export type Assistant = Omit<TaskThread<AssistantTasks>, 'ended'>;

/** @param file of the program's thread entry (src/visionThread.ts, built) */
export function openAssistant(file: string | URL, modelsDir: string): Assistant {
	return openThread<AssistantTasks>(file, { kind: 'assistant', modelsDir } satisfies AssistantRole);
}

/** Asks the assistant; does the work here where there is none, or where it has ended. */
export async function elsewhere<T>(
	assistant: Assistant | undefined,
	ask: (assistant: Assistant) => Promise<T>,
	here: () => Promise<T>
): Promise<T> {
	if (!assistant?.alive()) return here();
	try {
		return await ask(assistant);
	} catch (error) {
		if (error instanceof ThreadEnded) return here();
		throw error;
	}
}
