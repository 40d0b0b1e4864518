/** `npm run specimens`: prepares what is missing, then runs src/cli/specimens.ts, which draws specimens with their truth into a folder. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';

requireNode(root);
try {
	await prepareAll({ root, log: (line) => console.error(`[specimens] ${line}`) });
} catch (error) {
	console.error(`[specimens] ${error instanceof Error ? error.message : error}`);
	process.exit(1);
}
// The caller's folder, which npm sets: --out starts there.
process.env.INIT_CWD ??= process.cwd();
process.chdir(root);
await import(pathToFileURL(join(root, 'build', 'specimens.js')).href);
