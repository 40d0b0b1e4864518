import { Worker } from 'node:worker_threads';
import { toError, type Answer, type Tasks } from './protocol';

/** A thread that performs tasks for this one. */
export interface TaskThread<T extends Tasks> {
	/** Rejects with what the task rejected with, and with ThreadEnded where the thread is gone. */
	call<N extends keyof T & string>(task: N, ...args: Parameters<T[N]>): Promise<Awaited<ReturnType<T[N]>>>;
	/** False once it has ended, however that came. */
	alive(): boolean;
	/** Resolves when the thread has ended. */
	readonly ended: Promise<void>;
	close(): Promise<void>;
}

export class ThreadEnded extends Error {
	constructor() {
		super('the thread that was asked has ended');
		this.name = 'ThreadEnded';
	}
}

/**
 * Starts a thread on `file`, which must `serve` the tasks of type T.
 * @param role what the thread finds as its workerData
 */
export function openThread<T extends Tasks>(file: string | URL, role: unknown): TaskThread<T> {
	const worker = new Worker(file, { workerData: role });
	const waiting = new Map<number, { fulfil: (value: never) => void; reject: (error: Error) => void }>();
	let alive = true;
	let calls = 0;
	worker.on('message', (answer: Answer) => {
		const asked = waiting.get(answer.id);
		waiting.delete(answer.id);
		if (answer.ok) asked?.fulfil(answer.value as never);
		else asked?.reject(toError(answer.failure));
	});
	// Whatever broke it, its end follows and rejects what was asked.
	worker.on('error', () => undefined);
	const ended = new Promise<void>((fulfil) => {
		worker.once('exit', () => {
			alive = false;
			for (const { reject } of waiting.values()) reject(new ThreadEnded());
			waiting.clear();
			fulfil();
		});
	});
	return {
		ended,
		alive: () => alive,
		call: (task, ...args) =>
			new Promise((fulfil, reject) => {
				if (!alive) return reject(new ThreadEnded());
				const id = calls++;
				waiting.set(id, { fulfil, reject });
				worker.postMessage({ id, task, args });
			}),
		async close() {
			await worker.terminate();
		}
	};
}
