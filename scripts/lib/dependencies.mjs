import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runNpm } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockEntry */

/**
 * Makes node_modules what package-lock.json says, and the native database module one that this Node can load.
 * Throws an Error that says what is missing. Uses the network only when something has to be installed.
 * @param {{ root: string, log?: (line: string) => void }} options
 */
export async function ensureDependencies({ root, log = () => {} }) {
	const stale = whyStale(root);
	if (stale !== null) {
		log(`${stale}: running npm ci (a minute or two, once)`);
		// Older npm ignores allowScripts: without this, onnxruntime would fetch CUDA libraries that nothing here uses.
		const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
		const { status, output } = await runNpm(['ci', '--include=dev', '--no-fund', '--no-audit'], { cwd: root, env });
		if (status !== 0) throw new Error(await explain(root, output));
	}
	if (await nativeLoads(root)) return;
	log('better-sqlite3 was built for another Node: building it again');
	const { status, output } = await runNpm(['rebuild', 'better-sqlite3'], { cwd: root });
	if (status !== 0 || !(await nativeLoads(root))) throw new Error(await explain(root, `better-sqlite3\n${output}`));
}

/**
 * The packages of a folder with a lock of its own, where they are not there yet.
 * @param {{ folder: string, log?: (line: string) => void }} options
 */
export async function installFolder({ folder, log = () => {} }) {
	const stale = existsSync(join(folder, 'package-lock.json')) ? whyStale(folder) : null;
	if (stale === null) return;
	log(`${folder}: ${stale}, running npm ci`);
	const { status } = await runNpm(['ci', '--prefix', folder, '--no-fund', '--no-audit', '--ignore-scripts'], {
		cwd: folder
	});
	if (status !== 0) throw new Error(`npm ci failed in ${folder} (its own words are above)`);
}

/**
 * Why node_modules is not what package-lock.json asks for; null when it is.
 * @param {string} root
 * @returns {string | null}
 */
export function whyStale(root) {
	const lock = readPackages(join(root, 'package-lock.json'));
	if (lock === null) return 'package-lock.json is missing';
	const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
	if (installed === null) return 'node_modules is missing';
	for (const [path, wanted] of Object.entries(lock)) {
		if (path === '' || !path.startsWith('node_modules/')) continue;
		const found = installed[path];
		if (found === undefined) {
			if (wanted.optional || wanted.devOptional || wanted.peer) continue;
			return `${path} is not installed`;
		}
		if (found.version !== wanted.version || found.integrity !== wanted.integrity) return `${path} is another version`;
	}
	const extra = Object.keys(installed).find((path) => lock[path] === undefined);
	return extra === undefined ? null : `${extra} is no longer wanted`;
}

/** @param {string} file @returns {Record<string, LockEntry> | null} */
function readPackages(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
	} catch {
		return null;
	}
}

/** In a process of its own: a wrong binary may crash, and this one could not load it a second time. @param {string} root */
async function nativeLoads(root) {
	const script = "new (require('better-sqlite3'))(':memory:').close()";
	return (await run(process.execPath, ['-e', script], { cwd: root, quiet: true })).status === 0;
}

/** @param {string} root @param {string} output of npm */
async function explain(root, output) {
	if (!/better-sqlite3|node-gyp|gyp ERR/.test(output))
		return 'npm ci failed (its own words are above). It needs the package registry in reach.';
	const missing = [];
	for (const tool of ['python3', 'make', 'g++']) {
		if ((await run(tool, ['--version'], { cwd: root, quiet: true })).status !== 0) missing.push(tool);
	}
	const without = missing.length > 0 ? `Missing here: ${missing.join(', ')}` : "Missing here: perhaps Node's headers";
	return [
		'better-sqlite3 could neither fetch its prebuilt binary (from github.com) nor compile.',
		`To compile it needs python3, make, g++ and Node's headers (from nodejs.org, or npm_config_nodedir). ${without}.`,
		'On Debian or Ubuntu: apt-get install python3 make g++'
	].join('\n');
}
