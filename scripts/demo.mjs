/** `npm run demo`: prepares what is missing, then runs src/cli/demo.ts: the whole path on drawn specimens, against a throw-away server. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';

requireNode(root);
try {
	await prepareAll({ root, log: (line) => console.error(`[demo] ${line}`) });
} catch (error) {
	console.error(`[demo] ${error instanceof Error ? error.message : error}`);
	process.exit(1);
}
process.chdir(root);
await import(pathToFileURL(join(root, 'build', 'demo.js')).href);
