/**
 * What a phone downloads as script before the hosted page works: the modules that the built page preloads, gzipped. Fails above
 * the budget. Run after `vite build`: `node scripts/check-bundle.mjs [folder of the build's output]`.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** First-load script per page, in bytes after gzip: a slow 3G phone loads 30 kB a second; the product promises 80 kB at most. */
const BUDGETS = [{ route: '/(hosted)/verification/session/[id=uuid]', maxBytes: 69_000 }];

const output = resolve(process.argv[2] ?? '.svelte-kit/output');

/** Files that the page's HTML preloads, as the framework lists them: its own start-up, the layouts, the page. */
async function preloadedFiles(/** @type {string} */ route) {
	const { manifest } = await import(pathToFileURL(join(output, 'server', 'manifest.js')).href);
	const page = manifest._.routes.find((/** @type {{ id: string }} */ { id }) => id === route)?.page;
	if (!page) throw new Error(`The build has no page ${route}.`);
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

let failed = false;
for (const { route, maxBytes } of BUDGETS) {
	let bytes = 0;
	const files = await preloadedFiles(route);
	const sizes = [];
	for (const file of files) {
		const size = gzipSync(await readFile(join(output, 'client', file)), { level: 9 }).byteLength;
		sizes.push({ file, size });
		bytes += size;
	}
	const fits = bytes <= maxBytes;
	failed ||= !fits;
	console.log(`${fits ? 'ok  ' : 'FAIL'} ${route}: ${bytes} of ${maxBytes} bytes in ${files.length} files`);
	if (!fits) for (const { file, size } of sizes.sort((a, b) => b.size - a.size)) console.log(`     ${size}  ${file}`);
}
process.exitCode = failed ? 1 : 0;
