import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.mjs';
import { serverEnvironment } from '../settings.mjs';
import { siteProcesses } from '../site.mjs';
import { supervise } from '../supervise.mjs';

/**
 * @typedef {object} ThrowAwaySite
 * @property {string} origin
 * @property {string} dataDir
 * @property {(name: 'web' | 'worker') => number | undefined} pid
 * @property {() => string} log what web and worker wrote so far
 * @property {() => Promise<void>} stop ends both and removes every file; safe to call twice
 */

/**
 * A site of its own: free port, empty data folder in the system's temporary folder, the build as it is. Rejects with the
 * log when it does not come up. A `dataDir` that is given is used as it is, and stays.
 * @param {{ root: string, env?: Record<string, string>, dataDir?: string }} options
 * @returns {Promise<ThrowAwaySite>}
 */
export async function throwAwaySite({ root, env = {}, dataDir: given }) {
	const dataDir = given ?? mkdtempSync(join(tmpdir(), 'idb-site-'));
	const port = String(await freePort());
	const logFile = join(dataDir, 'site.log');
	const output = openSync(logFile, 'a', 0o600);
	const settings = serverEnvironment({ ...withoutSettings(process.env), PORT: port, DATA_DIR: dataDir, ...env });
	const supervisor = supervise(siteProcesses({ root, env: settings }), {
		log: (line) => void writeSync(output, `[idbeyond] ${line}\n`),
		output
	});
	const log = () => readFileSync(logFile, 'utf8');
	let stopped = false;
	const stop = async () => {
		if (stopped) return;
		stopped = true;
		await supervisor.stop();
		closeSync(output);
		if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
	};
	try {
		await supervisor.ready;
	} catch (error) {
		const words = log();
		await stop();
		throw new Error(`The site did not start:\n${words}`, { cause: error });
	}
	return { origin: settings.ORIGIN, dataDir, pid: supervisor.pid, log, stop };
}

/** A person's own settings (their database, their keys) have no business in a throw-away site. */
const SETTINGS =
	/^(ORIGIN|PORT|HOST|DATA_DIR|DATABASE_URL|ROOT_KEY_FILE|SIGNUP_OPEN|WEBHOOK_ALLOW_.*|RESULT_WAIT_SECONDS|WORKER_LANES|RATE_LIMIT_.*|RETENTION_.*|METRICS_.*|NODE_ENV|VITEST.*)$/;

/** @param {NodeJS.ProcessEnv} env */
const withoutSettings = (env) => Object.fromEntries(Object.entries(env).filter(([name]) => !SETTINGS.test(name)));
