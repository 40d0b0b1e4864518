/**
 * `npm run test:load -- [create|rate|peak|hole|order|replay|auth|swap|refusals|retries|fair …] [--short]`: how fast, and how fair, on this machine. Each part prints its figures
 * beside the machine's load, and which of its bars were reached; the exit status says whether all were.
 */
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';
import { machine } from './lib/trials/figures.mjs';
import { createTrial } from './lib/trials/createTrial.mjs';
import { authTrial, fairTrial, refusalTrial, retriesTrial, swapTrial } from './lib/trials/keyTrials.mjs';
import { holeTrial, orderTrial, peakTrial, rateTrial, replayTrial } from './lib/trials/deliveryTrials.mjs';

const TRIALS = {
	create: createTrial,
	rate: rateTrial,
	peak: peakTrial,
	hole: holeTrial,
	order: orderTrial,
	replay: replayTrial,
	auth: authTrial,
	swap: swapTrial,
	refusals: refusalTrial,
	retries: retriesTrial,
	fair: fairTrial
};

requireNode(root);
await prepareAll({ root, log: (line) => console.error(`[load] ${line}`) });
const short = process.argv.includes('--short');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !(name in TRIALS));
if (unknown.length > 0) {
	console.error(`[load] no such part: ${unknown.join(', ')}; there are ${Object.keys(TRIALS).join(', ')}`);
	process.exit(2);
}
let held = true;
for (const [name, trial] of Object.entries(TRIALS)) {
	if (asked.length > 0 && !asked.includes(name)) continue;
	console.log(`\n${name}  (${machine()})`);
	held = (await trial({ root, short })) && held;
	console.log(`             afterwards: ${machine()}`);
}
process.exitCode = held ? 0 : 1;
