/** `npm run build` in packages/kyc-widget: what is published, into its dist/, or into the folder that is named. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './lib/run.mjs';
import { bundleWidget } from './lib/widget.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'packages/kyc-widget');
const dist = resolve(process.argv[2] ?? join(folder, 'dist'));
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, 'index.js'), await bundleWidget(root, 'index'));
writeFileSync(join(dist, 'pure.js'), await bundleWidget(root, 'pure'));
writeFileSync(join(dist, 'kyc-widget.iife.js'), await bundleWidget(root, 'iife'));
const types = [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--outDir', dist];
const { status, output } = await run(process.execPath, types, { cwd: folder, quiet: true });
if (status !== 0) throw new Error(output);
