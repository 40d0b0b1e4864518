/** `npm run test:scenarios`: plays every scenario of the sandbox through the real pipeline; `npm test` plays a few. Some minutes. */
import { join } from 'node:path';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';
import { runLoud } from './lib/stages.mjs';

requireNode(root);
await prepareAll({ root, log: (line) => console.error(`[scenarios] ${line}`) });
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', 'src/lib/server/verification/sandbox', '--reporter=verbose'];
const passed = await runLoud(process.execPath, args, { cwd: root, env: { ...process.env, ALL_SCENARIOS: '1' } });
process.exitCode = passed ? 0 : 1;
