import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copySpecimens } from './build.mjs';
import { installFolder } from './dependencies.mjs';
import { prepareAll, requireNode } from './prepare.mjs';
import { run } from './run.mjs';
import { root } from './site.mjs';

/**
 * Installs what is missing, bundles bench/ with the engine's own sources, and runs one of its entries from the project's folder.
 * @param {'bench' | 'fuzz'} entry
 * @param {{ peers: boolean, paths: string[] }} options `peers`: the packages of bench/ too; `paths`: options that name a path,
 * which starts where the caller stands
 */
export async function runBenchEntry(entry, { peers, paths }) {
	/** @param {string} line */
	const log = (line) => console.error(`[${entry}] ${line}`);
	requireNode(root);
	try {
		await prepareAll({ root, log, build: false });
		// Scripts stay off (see installFolder): no peer needs one, and onnxruntime's would fetch CUDA libraries.
		if (peers) await installFolder({ folder: join(root, 'bench'), log });
		// The tsconfig that the bundler reads extends the one that this writes.
		await step('svelte-kit sync', join('@sveltejs', 'kit', 'svelte-kit.js'), 'sync');
		const config = join('bench', 'vite.config.ts');
		await step('Bundling the bench', join('vite', 'bin', 'vite.js'), 'build', '-c', config, '--logLevel', 'warn');
		copySpecimens({ root, target: join(root, 'node_modules', '.cache', 'bench', 'specimens') });
	} catch (error) {
		log(error instanceof Error ? error.message : String(error));
		process.exit(1);
	}
	// npm changes into the project and leaves the caller's folder in INIT_CWD.
	const from = process.env.INIT_CWD ?? process.cwd();
	for (const option of paths) {
		const at = process.argv.indexOf(option) + 1;
		const path = process.argv[at];
		if (at > 0 && path !== undefined) process.argv[at] = resolve(from, path);
	}
	process.chdir(root);
	await import(pathToFileURL(join(root, 'node_modules', '.cache', 'bench', `${entry}.js`)).href);
}

/** @param {string} name @param {string} script below node_modules @param {string[]} words */
async function step(name, script, ...words) {
	const file = join(root, 'node_modules', script);
	const { status, output } = await run(process.execPath, [file, ...words], { cwd: root, quiet: true });
	if (status !== 0) throw new Error(`${name} failed:\n${output.trim()}`);
}
