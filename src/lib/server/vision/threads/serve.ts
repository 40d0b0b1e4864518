import type { MessagePort } from 'node:worker_threads';
import { toFailure, type Answer, type Call, type Tasks } from './protocol';

/** Answers every call that comes through the port, with its result or the failure of its task. */
export function serve(port: MessagePort, tasks: Promise<Tasks>): void {
	port.on('message', (call: Call) => {
		void answer(tasks, call).then((reply) => port.postMessage(reply));
	});
}

async function answer(tasks: Promise<Tasks>, { id, task, args }: Call): Promise<Answer> {
	try {
		const perform = (await tasks)[task];
		if (perform === undefined) throw new Error(`a thread was asked for an unknown task: ${task}`);
		return { id, ok: true, value: await perform(...(args as never[])) };
	} catch (error) {
		return { id, ok: false, failure: toFailure(error) };
	}
}
