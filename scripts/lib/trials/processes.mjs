/** The processes of a trial: each started, killed and started again at will, with its log in one file. */
import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.mjs';
import { serverEnvironment } from '../settings.mjs';
import { siteProcesses, workerProcess } from '../site.mjs';

/**
 * @typedef {object} Part
 * @property {() => Promise<void>} start settles when it is ready
 * @property {(signal?: NodeJS.Signals) => Promise<void>} end settles when it is gone
 * @property {(message: object) => void} send
 * @property {(listener: (message: any) => void) => void} onMessage for every life of the process
 * @property {() => number | undefined} pid
 * @property {() => number} cpuMs processor time of its present life, where the system tells (Linux); else NaN
 */

/**
 * @typedef {object} Trial
 * @property {string} origin
 * @property {string} dataDir
 * @property {Record<'web' | 'worker' | 'announcer', Part>} parts
 * @property {() => string} log
 * @property {() => Promise<void>} close ends every process and removes every file
 */

/**
 * A site in a temporary folder, its worker for deliveries alone, and the announcer. Nothing is started yet.
 * @param {{ root: string, env?: Record<string, string> }} options
 * @returns {Promise<Trial>}
 */
export async function openTrial({ root, env = {} }) {
	const dataDir = mkdtempSync(join(tmpdir(), 'idb-trial-'));
	const port = String(await freePort());
	const settings = serverEnvironment({
		PATH: process.env.PATH,
		NODE_ENV: 'production',
		PORT: port,
		DATA_DIR: dataDir,
		LOG_LEVEL: 'error',
		WORKER_LANES: 'delivery',
		RATE_LIMIT_PER_KEY: '100000000',
		RATE_LIMIT_PER_ADDRESS: '100000000',
		...env
	});
	const logFile = join(dataDir, 'trial.log');
	const output = openSync(logFile, 'a', 0o600);
	const [web] = siteProcesses({ root, env: settings });
	if (web === undefined) throw new Error('The site has no web process');
	const announcer = {
		...web,
		name: 'announcer',
		script: join(root, 'build', 'announcer.js'),
		execArgv: [],
		ready: 'message'
	};
	const parts = {
		web: part(web, output),
		worker: part(workerProcess({ root, env: settings }), output),
		announcer: part(/** @type {import('../supervise.mjs').ChildSpec} */ (announcer), output)
	};
	return {
		origin: settings.ORIGIN,
		dataDir,
		parts,
		log: () => readFileSync(logFile, 'utf8'),
		async close() {
			await Promise.all(Object.values(parts).map((one) => one.end('SIGTERM')));
			closeSync(output);
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}

/** Longest wait for a process to be ready, or to go when asked. */
const PATIENCE_MS = 60_000;

/** @param {import('../supervise.mjs').ChildSpec} spec @param {number} output @returns {Part} */
function part(spec, output) {
	/** @type {import('node:child_process').ChildProcess | undefined} */
	let child;
	/** @type {((message: any) => void)[]} */
	const listeners = [];
	return {
		async start() {
			const current = fork(spec.script, [], {
				cwd: spec.cwd,
				env: spec.env,
				execArgv: spec.execArgv ?? [],
				stdio: ['ignore', output, output, 'ipc']
			});
			child = current;
			const ready = new Promise((resolve) => current.on('message', (message) => message === 'ready' && resolve(true)));
			current.on('message', (message) => listeners.forEach((listener) => listener(message)));
			const gone = new Promise((_, reject) =>
				current.once('exit', (status, signal) => reject(new Error(`${spec.name} ended: ${signal ?? status}`)))
			);
			gone.catch(() => undefined);
			await Promise.race([spec.ready === 'message' ? ready : answered(spec.ready), gone]);
		},
		end(signal = 'SIGKILL') {
			const current = child;
			if (!current || current.exitCode !== null || current.signalCode !== null) return Promise.resolve();
			return new Promise((resolve) => {
				const insist = setTimeout(() => current.kill('SIGKILL'), PATIENCE_MS);
				current.once('exit', () => {
					clearTimeout(insist);
					resolve();
				});
				current.kill(signal);
			});
		},
		send: (message) => {
			if (child?.connected) child.send(message, () => undefined);
		},
		onMessage: (listener) => void listeners.push(listener),
		pid: () => child?.pid,
		cpuMs: () => cpuMs(child?.pid)
	};
}

/** User and system time in ticks of 10 ms, fields 14 and 15 of proc(5) stat. @param {number | undefined} pid */
function cpuMs(pid) {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[11]) + Number(fields[12])) * 10;
	} catch {
		return Number.NaN;
	}
}

/** @param {() => Promise<boolean>} question */
async function answered(question) {
	const end = Date.now() + PATIENCE_MS;
	while (!(await question().catch(() => false))) {
		if (Date.now() > end) throw new Error('The site does not answer');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
