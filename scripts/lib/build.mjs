import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './run.mjs';

const STAMP = 'build/.stamp';
const FOLDERS = ['src', 'messages', 'static', 'packages', 'e2e/recipes'];
const FILES = [
	'package.json',
	'package-lock.json',
	'bench/RESULTS.md',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts',
	'scripts/lib/applicantChunks.mjs',
	'scripts/lib/messagesByLanguage.mjs',
	'scripts/lib/widget.mjs',
	'vite.server.config.ts',
	'project.inlang/settings.json'
];

/** Whether build/ was made from the sources as they are now. @param {string} root */
export function isBuildFresh(root) {
	const stamp = join(root, STAMP);
	return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === sourceHash(root);
}

/**
 * Builds site, worker and command line when the sources have changed since the last time. Throws where a step fails.
 * @param {{ root: string, log?: (line: string) => void }} options
 * @returns {Promise<boolean>} whether it had to build
 */
export async function ensureBuild({ root, log = () => {} }) {
	if (isBuildFresh(root)) return false;
	log('building (half a minute, again only when the sources change)');
	const hash = sourceHash(root);
	rmSync(join(root, STAMP), { force: true });
	await compileMessages({ root });
	await vite(root, ['build']);
	await buildServerEntries({ root });
	copySpecimens({ root, target: join(root, 'build', 'specimens') });
	writeFileSync(join(root, STAMP), `${hash}\n`);
	return true;
}

/** Messages to functions (src/lib/paraglide, not committed): the site, the types and the unit tests import them. @param {{ root: string }} options */
export async function compileMessages({ root }) {
	const cli = 'node_modules/@inlang/paraglide-js/bin/run.js';
	const args = ['compile', '--project', './project.inlang', '--outdir', './src/lib/paraglide', '--silent'];
	await step(root, 'paraglide-js compile', [cli, ...args]);
}

/** The worker and the command line, which live beside the site in build/. @param {{ root: string }} options */
export async function buildServerEntries({ root }) {
	await vite(root, ['build', '-c', 'vite.server.config.ts']);
}

/**
 * What drawn documents are made of, for installations without sources and development dependencies (the sandbox plays there too) and
 * for bundles that lie elsewhere. @param {{ root: string, target: string }} options
 */
export function copySpecimens({ root, target }) {
	const [faces, fonts] = ['node_modules/@vladmandic/face-api', 'src/lib/server/vision/testing/fonts'];
	mkdirSync(target, { recursive: true });
	for (const number of [1, 2, 3, 4, 5, 6])
		cpSync(join(root, faces, 'demo', `sample${number}.jpg`), join(target, `sample${number}.jpg`));
	cpSync(join(root, faces, 'LICENSE'), join(target, 'LICENCE-portraits.txt'));
	cpSync(join(root, fonts, 'OCRB.otf'), join(target, 'OCRB.otf'));
	cpSync(join(root, fonts, 'LICENCE.txt'), join(target, 'LICENCE-font.txt'));
}

/** @param {string} root @param {string[]} args */
async function vite(root, args) {
	await step(root, `vite ${args.join(' ')}`, ['node_modules/vite/bin/vite.js', ...args, '--logLevel', 'warn']);
}

/** @param {string} root @param {string} name @param {string[]} args */
async function step(root, name, args) {
	const { status, output } = await run(process.execPath, args, { cwd: root, quiet: true, env: buildEnvironment() });
	if (status !== 0) throw new Error(`${name} failed:\n${output.trim()}`);
}

function buildEnvironment() {
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...process.env, NODE_ENV: 'production' };
	// Set by vitest and others; a build made under it would differ from the one that npm start makes.
	delete env.VITEST;
	return env;
}

/** One hash over the names and contents of everything that the build reads. @param {string} root */
export function sourceHash(root) {
	const hash = createHash('sha256');
	const files = [...FILES.map((file) => join(root, file)), ...FOLDERS.flatMap((folder) => list(join(root, folder)))];
	for (const file of files) {
		if (!existsSync(file)) continue;
		const content = readFileSync(file);
		hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} sorted paths, without generated files, tests and what others installed */
function list(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			if (entry.name === 'paraglide' || entry.name === 'node_modules' || entry.name === 'dist') return [];
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return list(path);
			return /\.test\.ts$/.test(entry.name) ? [] : [path];
		});
}
