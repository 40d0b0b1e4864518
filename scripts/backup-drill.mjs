/**
 * `npm run test:backup -- [--mb 1024] [--subjects 1000] [--rate 200]`: the drill of an operator, with figures. An installation of that size,
 * with that many people in it, is backed up while sessions are created; every person is erased, one after the other, while that goes on
 * (D-2); the backup is restored elsewhere, where the erased are erased again and the others are whole.
 */
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { parseArgs } from 'node:util';
import { root } from './lib/site.mjs';
import { backupDrill } from './lib/trials/backupDrill.mjs';
import { machine } from './lib/trials/figures.mjs';

requireNode(root);
const { values } = parseArgs({
	options: {
		mb: { type: 'string', default: '1024' },
		subjects: { type: 'string', default: '1000' },
		rate: { type: 'string', default: '200' }
	}
});
await prepareAll({ root, log: (line) => console.error(`[backup] ${line}`) });
console.log(`backup  (${machine()})`);
const size = { megabytes: Number(values.mb), subjects: Number(values.subjects), perSecond: Number(values.rate) };
process.exitCode = (await backupDrill({ root, ...size })) ? 0 : 1;
console.log(`             afterwards: ${machine()}`);
