/**
 * What a phone downloads as script for the whole hosted check, gzipped: the modules that the built page preloads, what these load on the
 * way to the cameras and past them, and a language. Fails above the budgets. Run after `vite build`:
 * `node scripts/check-bundle.mjs [folder of the build's output]`.
 */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROUTE = '/(hosted)/verification/session/[id=uuid]';
/** All between the first screen and the last, which the page loads while the first is read. */
const PARTS = ['steps'];
/** A slow 3G phone loads 30 kB a second; the product promises 80 kB at most for all of it, in every language. */
const BUDGETS = { firstScreen: 60_000, capturePath: 80_000 };
/** Over a network of long ways each file of the first screen costs more than its bytes: six are fetched at a time. */
const MAX_FILES = 6;

const output = resolve(process.argv[2] ?? '.svelte-kit/output');
/** @type {Record<string, { file: string, name?: string, imports?: string[] }>} */
const built = JSON.parse(await readFile(join(output, 'client', '.vite', 'manifest.json'), 'utf8'));

/** Files that the page's HTML preloads, as the framework lists them: its own start-up, the layouts, the page. */
async function preloadedFiles() {
	const { manifest } = await import(pathToFileURL(join(output, 'server', 'manifest.js')).href);
	const page = manifest._.routes.find((/** @type {{ id: string }} */ { id }) => id === ROUTE)?.page;
	if (!page) throw new Error(`The build has no page ${ROUTE}.`);
	const files = new Set(manifest._.client.imports);
	for (const node of [...page.layouts, page.leaf]) {
		if (node === undefined) continue;
		// Read as text: importing a node would load the server's own code.
		const text = await readFile(join(output, 'server', 'nodes', `${node}.js`), 'utf8');
		const list = /^export const imports = (\[.*\]);$/m.exec(text)?.[1];
		if (!list) throw new Error(`Node ${node} names no imports: has the framework changed its output?`);
		for (const file of JSON.parse(list)) files.add(file);
	}
	return [...files];
}

/** The script that is loaded later under this name (scripts/lib/applicantChunks.mjs), and all that it needs. @param {string} name */
function laterFiles(name) {
	const part = Object.keys(built).find((key) => built[key]?.name === name);
	if (!part) throw new Error(`The build has no part ${name}: is it loaded in another way now?`);
	return neededBy(part);
}

/** @param {string} key @param {Set<string>} [seen] @returns {string[]} */
function neededBy(key, seen = new Set()) {
	const part = built[key];
	if (!part || seen.has(key)) return [];
	seen.add(key);
	return [part.file, ...(part.imports ?? []).flatMap((other) => neededBy(other, seen))];
}

/** @param {string} file */
const sizeOf = async (file) => gzipSync(await readFile(join(output, 'client', file)), { level: 9 }).byteLength;

/** @param {string} what @param {string[]} files @param {number} maxBytes */
async function weigh(what, files, maxBytes) {
	const sizes = await Promise.all(files.map(async (file) => ({ file, size: await sizeOf(file) })));
	const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
	const fits = bytes <= maxBytes;
	if (!fits) process.exitCode = 1;
	console.log(`${fits ? 'ok  ' : 'FAIL'} ${what}: ${bytes} of ${maxBytes} bytes in ${files.length} files`);
	if (!fits) for (const { file, size } of sizes.sort((a, b) => b.size - a.size)) console.log(`     ${size}  ${file}`);
}

const first = await preloadedFiles();
await weigh('first screen', first, BUDGETS.firstScreen);
if (first.length > MAX_FILES) {
	process.exitCode = 1;
	console.log(`FAIL first screen: ${first.length} files, at most ${MAX_FILES}`);
}
const path = [...new Set([...first, ...PARTS.flatMap(laterFiles)])];
await weigh('whole capture path, en', path, BUDGETS.capturePath);
for (const name of Object.keys(built).filter((name) => name.startsWith('messages/')))
	await weigh(
		`whole capture path, ${basename(name, '.json')}`,
		[...path, built[name]?.file ?? ''],
		BUDGETS.capturePath
	);
