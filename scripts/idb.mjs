/** `npm run --silent idb -- <command>`: prepares what is missing (saying so on stderr), then hands over to src/cli/idb.ts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadDotEnv, prepares } from './lib/settings.mjs';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';

requireNode(root);
// The doctor looks at things as they are.
const asItIs = process.argv[2] === 'doctor' && existsSync(join(root, 'build', 'idb.js'));
try {
	if (!asItIs && prepares(process.env)) await prepareAll({ root, log: (line) => console.error(`[idb] ${line}`) });
} catch (error) {
	console.error(`[idb] ${error instanceof Error ? error.message : error}`);
	process.exit(1);
}
// The program's own paths (data, models, drizzle) start at the project; the caller's start at INIT_CWD, which npm sets.
process.env.INIT_CWD ??= process.cwd();
process.chdir(root);
loadDotEnv(root);
await import(pathToFileURL(join(root, 'build', 'idb.js')).href);
