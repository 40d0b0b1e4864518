import type { Vision } from '../types';
import { openVisionThread, type VisionThreadOptions } from './visionThread';

export interface EnginePlan {
	/** Pictures that are analysed at a time, each by a thread of its own. */
	engines: number;
	/** Further threads for each. */
	assistants: number;
}

/** Resident memory of one warm engine with its assistant, rounded up (bench/RESULTS.md). */
const ENGINE_BYTES = 2 ** 30;

/**
 * How a machine's cores are shared out: two for each picture, since two read a document in little more than half the time and
 * a third hardly helps. Memory bounds the engines to half of what there is.
 */
export function planEngines({ cores, memory }: { cores: number; memory: number }): EnginePlan {
	const engines = Math.max(1, Math.min(Math.floor(cores / 2), Math.floor(memory / 2 / ENGINE_BYTES)));
	return { engines, assistants: Math.max(0, Math.min(MOST_ASSISTANTS, Math.floor(cores / engines) - 1)) };
}

/** More have nothing to do: there is one long part beside the text. */
const MOST_ASSISTANTS = 3;

/** Engines as one: each call goes to the one that has the fewest before it. Rejects as openVisionThread does. */
export async function openVisionPool(options: VisionThreadOptions, engines: number): Promise<Vision> {
	const opened = await Promise.all(Array.from({ length: engines }, () => openVisionThread(options)));
	const [first] = opened;
	if (first === undefined) throw new Error('a pool of no engines');
	const busy = new Map(opened.map((vision) => [vision, 0]));
	const load = (vision: Vision) => busy.get(vision) ?? 0;

	async function on<T>(work: (vision: Vision) => Promise<T>): Promise<T> {
		const idlest = opened.reduce((best, each) => (load(each) < load(best) ? each : best));
		busy.set(idlest, load(idlest) + 1);
		try {
			return await work(idlest);
		} finally {
			busy.set(idlest, load(idlest) - 1);
		}
	}

	return {
		models: first.models,
		analyzeDocument: (input) => on((vision) => vision.analyzeDocument(input)),
		analyzeFace: (input) => on((vision) => vision.analyzeFace(input)),
		readDocument: (input) => on((vision) => vision.readDocument(input)),
		readFace: (input) => on((vision) => vision.readFace(input)),
		analyzeAddress: (input) => on((vision) => vision.analyzeAddress(input)),
		analyzeBurst: (input) => on((vision) => vision.analyzeBurst(input)),
		compareFaces: first.compareFaces.bind(first),
		async close() {
			await Promise.all(opened.map((vision) => vision.close()));
		}
	};
}
