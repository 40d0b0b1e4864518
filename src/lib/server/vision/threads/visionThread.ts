import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { compareFaces, FACE_MATCH_AT_FMR_1E3, FACE_MATCH_AT_FMR_1E4 } from '../face';
import { restrictLoaders } from '../image';
import { openVision } from '../openVision';
import { openModels } from '../runtime';
import type { ModelHashes, Vision } from '../types';
import { assistantTasks, type AssistantRole } from './assistant';
import { openThread } from './openThread';
import type { Tasks } from './protocol';
import { serve } from './serve';

interface VisionRole {
	kind: 'vision';
	modelsDir: string;
	file: string;
	assistants: number;
}

interface VisionTasks extends Tasks {
	/** Resolves when every model is loaded. */
	open: () => Promise<ModelHashes>;
	analyzeDocument: Vision['analyzeDocument'];
	analyzeFace: Vision['analyzeFace'];
	analyzeAddress: Vision['analyzeAddress'];
	analyzeBurst: Vision['analyzeBurst'];
	readDocument: Vision['readDocument'];
	readFace: Vision['readFace'];
	close: () => Promise<void>;
}

/** More calls than this wait for their turn and the next is refused: whoever asks has a queue of its own. */
const MAX_WAITING = 16;

/** The engine has as many pictures before it as it takes on at a time. */
export class VisionBusy extends Error {
	constructor() {
		super(`the engine already holds ${String(MAX_WAITING)} pictures`);
		this.name = 'VisionBusy';
	}
}

export interface VisionThreadOptions {
	modelsDir: string;
	/** The program's thread entry (src/visionThread.ts, built). */
	file: string | URL;
	/** Threads besides the one that analyses: see VisionOptions. */
	assistants: number;
	/** Called when the thread ends though nobody closed it: nothing can be analysed any more. */
	onLost(): void;
}

/**
 * The same engine on threads of its own, for a process that must stay responsive: inference blocks the thread it runs on.
 * Rejects as openVision does.
 */
export async function openVisionThread(options: VisionThreadOptions): Promise<Vision> {
	const { modelsDir, file, assistants } = options;
	const models = await openModels({ modelsDir });
	const point = models.operatingPoint('face-embedder', FACE_MATCH_AT_FMR_1E4);
	const looser = models.operatingPoint('face-embedder', FACE_MATCH_AT_FMR_1E3);
	await models.close();
	const role: VisionRole = { kind: 'vision', modelsDir, file: String(file), assistants };
	const thread = openThread<VisionTasks>(file, role);
	let closing = false;
	void thread.ended.then(() => {
		if (!closing) options.onLost();
	});
	const hashes = await thread.call('open');
	let waiting = 0;
	const bounded = async <T>(work: () => Promise<T>): Promise<T> => {
		if (waiting >= MAX_WAITING) throw new VisionBusy();
		waiting++;
		try {
			return await work();
		} finally {
			waiting--;
		}
	};
	return {
		models: hashes,
		analyzeDocument: (input) => bounded(() => thread.call('analyzeDocument', input)),
		analyzeFace: (input) => bounded(() => thread.call('analyzeFace', input)),
		analyzeAddress: (input) => bounded(() => thread.call('analyzeAddress', input)),
		analyzeBurst: (input) => bounded(() => thread.call('analyzeBurst', input)),
		readDocument: (input) => bounded(() => thread.call('readDocument', input)),
		readFace: (input) => bounded(() => thread.call('readFace', input)),
		compareFaces: (probe, reference) => compareFaces(probe, reference, point, looser),
		async close() {
			closing = true;
			await thread.call('close').catch(() => undefined);
			await thread.close();
		}
	};
}

/** All that the thread entry does: take the part that whoever started it has given it. */
export function serveVisionThread(): void {
	const role = workerData as VisionRole | AssistantRole | null;
	if (isMainThread || parentPort === null || role === null)
		throw new Error('this file is run as a thread, not by hand');
	restrictLoaders();
	const tasks = role.kind === 'assistant' ? assistantTasks(role) : visionTasks(role);
	serve(parentPort, tasks);
}

function visionTasks({ modelsDir, file, assistants }: VisionRole): Promise<VisionTasks> {
	const opened = openVision({ modelsDir, assistants: { file: toFile(file), count: assistants } });
	return Promise.resolve({
		open: async () => (await opened).models,
		analyzeDocument: async (input) => (await opened).analyzeDocument(input),
		analyzeFace: async (input) => (await opened).analyzeFace(input),
		analyzeAddress: async (input) => (await opened).analyzeAddress(input),
		analyzeBurst: async (input) => (await opened).analyzeBurst(input),
		readDocument: async (input) => (await opened).readDocument(input),
		readFace: async (input) => (await opened).readFace(input),
		close: async () => (await opened).close()
	});
}

/** A URL crosses between threads as its text. */
const toFile = (file: string) => (file.startsWith('file:') ? new URL(file) : file);
