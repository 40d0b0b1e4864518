/** `npm run build` in packages/node: what is published, into its dist/, or into the folder that is named. */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './lib/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'packages/node');
const dist = resolve(process.argv[2] ?? join(folder, 'dist'));
rmSync(dist, { recursive: true, force: true });
const compile = [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--outDir', dist];
const { status, output } = await run(process.execPath, compile, { cwd: folder, quiet: true });
if (status !== 0) throw new Error(output);
