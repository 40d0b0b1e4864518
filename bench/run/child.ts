import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { SMALL_HEAPS } from '../../scripts/lib/smallHeaps.mjs';

export type Answer<Value> =
	| {
			ok: true;
			value: Value;
			/** Wall-clock time in the child. */ ms: number;
			/** Of all its threads. */ cpuMs: number;
	  }
	| { ok: false; why: 'died' | 'late' | 'failed'; message: string };

/** One engine in a process of its own. A process that dies is counted and started again for the next request. */
export interface Child {
	readonly name: string;
	/** How many times the process ended in the middle of a request. */
	deaths(): number;
	/** One request at a time: the caller waits for the answer before the next. Never rejects for what the engine does. */
	ask<Value>(method: string, input: unknown, schema: z.ZodType<Value>): Promise<Answer<Value>>;
	close(): Promise<void>;
}

const Message = z.union([
	z.object({ ready: z.literal(true) }),
	z.object({ id: z.number(), ok: z.literal(true), value: z.unknown(), ms: z.number(), cpuMs: z.number() }),
	z.object({ id: z.number(), ok: z.literal(false), message: z.string() })
]);
type Message = z.infer<typeof Message>;

/** Longer than the slowest picture of the slowest engine by far: past it the engine counts as hung. */
const PATIENCE_MS = 180_000;

/**
 * @param file a module that answers as bench/peers/serve.mjs does
 * @param words its command line
 */
export function openChild(name: string, file: string, words: readonly string[] = []): Child {
	let running: Promise<Running> | null = null;
	let deaths = 0;
	let lastId = 0;
	const forget = () => void (running = null);
	return {
		name,
		deaths: () => deaths,
		async ask(method, input, schema) {
			running ??= start(name, file, words);
			const { child } = await running;
			const id = ++lastId;
			const message = await reply(child, { id, method, input });
			if (message === 'died' || message === 'late') {
				deaths++;
				forget();
				return { ok: false, why: message, message };
			}
			if (!('id' in message) || !message.ok) {
				return { ok: false, why: 'failed', message: 'message' in message ? message.message : 'out of turn' };
			}
			return { ok: true, value: schema.parse(message.value), ms: message.ms, cpuMs: message.cpuMs };
		},
		async close() {
			if (running === null) return;
			const { child, ended } = await running;
			forget();
			if (child.connected) child.disconnect();
			const slow = setTimeout(() => child.kill('SIGKILL'), 10_000);
			await ended;
			clearTimeout(slow);
		}
	};
}

interface Running {
	child: ChildProcess;
	ended: Promise<void>;
}

/** Its own words are dropped: a WebAssembly library that aborts prints its whole source. */
async function start(name: string, file: string, words: readonly string[]): Promise<Running> {
	const child = fork(file, words, {
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		// As the worker is started; the peers have no reason to run otherwise.
		env: { ...SMALL_HEAPS, ...process.env }
	});
	let said = '';
	child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-1000)));
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const message = await reply(child, null);
	if (message === 'died' || message === 'late') throw new Error(`${name} does not start (${message}): ${said}`);
	return { child, ended };
}

function reply(child: ChildProcess, request: object | null): Promise<Message | 'died' | 'late'> {
	return new Promise((resolve) => {
		const settle = (result: Message | 'died' | 'late') => {
			clearTimeout(timer);
			child.off('message', heard);
			child.off('exit', left);
			resolve(result);
		};
		const heard = (message: unknown) => settle(Message.parse(message));
		const left = () => settle('died');
		const timer = setTimeout(() => {
			child.kill('SIGKILL');
			settle('late');
		}, PATIENCE_MS);
		child.on('message', heard);
		child.on('exit', left);
		if (child.exitCode !== null || child.signalCode !== null) left();
		else if (request !== null) child.send(request, (error) => error && left());
	});
}
