import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { setPriority } from 'node:os';

/**
 * @typedef {object} ChildSpec
 * @property {string} name
 * @property {string} script path of the script, run by this Node
 * @property {string[]} [args]
 * @property {string[]} [execArgv]
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {number} [priority] as os.setPriority takes it; the default is that of this process
 * @property {'message' | (() => Promise<boolean>)} ready the child says `ready` over IPC, or this is asked until it is true
 */

/**
 * @typedef {object} Supervisor
 * @property {Promise<void>} ready settles when every child is; rejects when one gave up before it ever was
 * @property {Promise<void>} ended settles when every child has ended, after stop() or after one gave up
 * @property {() => Promise<void>} stop
 * @property {(name: string) => number | undefined} pid
 */

const BACKOFF_MS = [200, 1000, 3000, 10_000, 30_000];
/** A child that ran this long is well again: the next fall starts the backoff anew. */
const STEADY_MS = 60_000;
/** A child that never once became ready is not tried for ever. */
const FALSE_STARTS = 3;
const KILL_AFTER_MS = 15_000;
const ASK_EVERY_MS = 100;

/**
 * Keeps a few child processes running: restarts the fallen after a pause that grows, stops all of them together, leaves none behind.
 * A child learns of this process's death by its IPC channel ('disconnect').
 * @param {ChildSpec[]} specs
 * @param {{ log: (line: string) => void, output?: 'inherit' | number }} options `output`: where the children's words go
 * @returns {Supervisor}
 */
export function supervise(specs, { log, output = 'inherit' }) {
	const signals = new EventEmitter();
	const children = specs.map((spec) => keep(spec, { log, output, giveUp }));
	let stopping = false;
	/** @param {string} name */
	function giveUp(name) {
		log(`${name} cannot start; stopping`);
		signals.emit('failed', new Error(`${name} could not start`));
		void stop();
	}
	async function stop() {
		if (stopping) return ended;
		stopping = true;
		await Promise.all(children.map((child) => child.stop()));
		return ended;
	}
	const ended = Promise.all(children.map((child) => child.ended)).then(() => undefined);
	/** @type {Promise<void>} */
	const failed = new Promise((_, reject) => signals.once('failed', reject));
	const ready = Promise.race([Promise.all(children.map((child) => child.ready)).then(() => undefined), failed]);
	ready.catch(() => undefined);
	return { ready, ended, stop, pid: (name) => children.find((child) => child.name === name)?.pid() };
}

/**
 * @param {ChildSpec} spec
 * @param {{ log: (line: string) => void, output: 'inherit' | number, giveUp: (name: string) => void }} options
 */
function keep(spec, { log, output, giveUp }) {
	/** @type {import('node:child_process').ChildProcess | undefined} */
	let child;
	/** @type {NodeJS.Timeout | undefined} */
	let pause;
	let falls = 0;
	let wasReady = false;
	let stopping = false;
	const [ready, becameReady] = promise();
	const [ended, hasEnded] = promise();

	function start() {
		const startedAt = Date.now();
		const current = fork(spec.script, spec.args ?? [], {
			cwd: spec.cwd,
			env: spec.env,
			execArgv: spec.execArgv ?? [],
			stdio: ['ignore', output, output, 'ipc']
		});
		child = current;
		if (spec.priority !== undefined && current.pid !== undefined) lower(current.pid, spec.priority);
		const isReady = () => {
			wasReady = true;
			becameReady();
		};
		current.on('message', (message) => message === 'ready' && isReady());
		current.on('error', (error) => log(`${spec.name}: ${error.message}`));
		if (spec.ready !== 'message') void ask(spec.ready, current, isReady);
		current.on('close', (status, signal) => {
			child = undefined;
			if (stopping) return hasEnded();
			if (Date.now() - startedAt > STEADY_MS) falls = 0;
			fell(signal ?? `status ${status}`);
		});
	}

	/** @param {string} how */
	function fell(how) {
		falls += 1;
		if (!wasReady && falls >= FALSE_STARTS) {
			stopping = true;
			hasEnded();
			return giveUp(spec.name);
		}
		const wait = BACKOFF_MS[Math.min(falls, BACKOFF_MS.length) - 1] ?? 0;
		log(`${spec.name} ended (${how}); starting it again in ${wait / 1000} s`);
		pause = setTimeout(start, wait);
	}

	function stop() {
		if (!stopping) {
			stopping = true;
			clearTimeout(pause);
			if (child === undefined) hasEnded();
			else endSoon(child);
		}
		return ended;
	}

	start();
	return { name: spec.name, ready, ended, stop, pid: () => child?.pid };
}

/** Best effort: where it is not allowed, the child runs as it is. @param {number} pid @param {number} priority */
function lower(pid, priority) {
	try {
		setPriority(pid, priority);
	} catch {
		return;
	}
}

/** Asks it to end, and insists after a while. @param {import('node:child_process').ChildProcess} child */
function endSoon(child) {
	const insist = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
	child.once('close', () => clearTimeout(insist));
	child.kill('SIGTERM');
}

/** @param {() => Promise<boolean>} question @param {import('node:child_process').ChildProcess} child @param {() => void} then */
async function ask(question, child, then) {
	while (child.exitCode === null && child.signalCode === null) {
		if (await question().catch(() => false)) return then();
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
	}
}

/** @returns {[Promise<void>, () => void]} */
function promise() {
	/** @type {() => void} */
	let settle = () => undefined;
	return [new Promise((resolve) => (settle = resolve)), () => settle()];
}
