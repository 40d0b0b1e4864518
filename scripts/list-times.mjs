/**
 * `npm run test:list [-- --small 10000 --large 1000000 --organizations 20]`: seeds two fresh databases, times the dashboard's list,
 * filters and search on each, and compares (bar P-4); then opens the list in a browser. Minutes, and some gigabytes in the
 * system's temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededOwner } from './lib/client/operator.mjs';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/site.mjs';
import { bar, machine, quantile } from './lib/trials/figures.mjs';
import { pageTimes } from './lib/trials/pageTimes.mjs';

const BAR_MS = 150;
const BAR_RATIO = 1.5;
const BAR_PAGE_MS = 1000;

const { values } = parseArgs({
	options: {
		small: { type: 'string', default: '10000' },
		large: { type: 'string', default: '1000000' },
		organizations: { type: 'string', default: '20' }
	}
});

/** @typedef {{asked: string, p50: number, p95: number, n: number}} ListTime */

/** @param {string} sessions @returns {Promise<{ times: ListTime[], page: { first: number[], again: number[] } }>} */
async function timesOf(sessions) {
	const dataDir = mkdtempSync(join(tmpdir(), 'idb-list-'));
	try {
		const words = ['seed', '--sessions', sessions, '--organizations', values.organizations, '--measure', '--json'];
		const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', ROOT_KEY_FILE: '' };
		const { status, output } = await run(process.execPath, [join(root, 'scripts', 'idb.mjs'), ...words], {
			cwd: root,
			env,
			quiet: true
		});
		const line = output.split('\n').find((text) => text.startsWith('{"sessions"'));
		if (status !== 0 || !line) throw new Error(`seed ended with ${status}:\n${output.slice(-2000)}`);
		return { times: JSON.parse(line).times, page: await pageTimes({ root, dataDir, owner: seededOwner(output) }) };
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

requireNode(root);
await prepareAll({ root, log: (line) => console.error(`[list] ${line}`) });
const small = await timesOf(values.small);
const large = await timesOf(values.large);
console.log(`list of ${values.organizations} organizations  (${machine()})`);
console.log(`${'asked'.padEnd(28)} p95 at ${values.small}   p95 at ${values.large}   ratio`);
let missed = 0;
for (const [index, { asked, p95 }] of large.times.entries()) {
	const before = small.times[index]?.p95 ?? Number.NaN;
	const ratio = p95 / before;
	const held = p95 <= BAR_MS && (ratio <= BAR_RATIO || p95 - before < 5);
	if (!held) missed += 1;
	console.log(
		`${asked.padEnd(28)} ${before.toFixed(1).padStart(10)} ${p95.toFixed(1).padStart(14)} ${ratio.toFixed(2).padStart(9)}  ${held ? '' : 'MISSED'}`
	);
}
const figures = (/** @type {number[]} */ ms) =>
	`median ${quantile(ms, 0.5).toFixed(0)} ms, slowest of ${ms.length} ${Math.max(...ms).toFixed(0)} ms`;
console.log('the page, until a box can be pressed:');
for (const [count, { page }] of Object.entries({ [values.small]: small, [values.large]: large }))
	console.log(`  of ${count}: empty cache ${figures(page.first)}; coming back ${figures(page.again)}`);
const held = [
	bar(missed === 0, `P-4: list, filters and search (${missed} of ${large.times.length} missed)`),
	bar(quantile(large.page.first, 0.5) <= BAR_PAGE_MS, 'P-4: the page can be used within a second, empty cache'),
	bar(quantile(large.page.again, 0.5) <= BAR_PAGE_MS, 'P-4: the page can be used within a second, coming back')
];
process.exitCode = held.every(Boolean) ? 0 : 1;
