/**
 * `npm run test:crash -- [--rounds 100]`: kills site, worker and announcer at random moments under load (30 rounds unless told
 * otherwise), then shows that nothing that was acknowledged is lost. Exit status 1 when anything is.
 */
import { parseArgs } from 'node:util';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';
import { crashTrial } from './lib/trials/crashTrial.mjs';
import { machine } from './lib/trials/figures.mjs';

requireNode(root);
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
	console.error('[crash] --rounds takes a whole number from 1');
	process.exit(2);
}
await prepareAll({ root, log: (line) => console.error(`[crash] ${line}`) });
console.log(`crash  (${machine()})`);
process.exitCode = (await crashTrial({ root, rounds })) ? 0 : 1;
