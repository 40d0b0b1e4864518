/**
 * `npm run test:list [-- --small 10000 --large 1000000 --organizations 20]`: seeds two fresh databases, times the dashboard's list,
 * filters and search on each, and compares (bar P-4). Minutes, and some gigabytes of disk beside the system's temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/run.mjs';
import { root } from './lib/site.mjs';

const BAR_MS = 150;
const BAR_RATIO = 1.5;

const { values } = parseArgs({
	options: {
		small: { type: 'string', default: '10000' },
		large: { type: 'string', default: '1000000' },
		organizations: { type: 'string', default: '20' }
	}
});

/** @typedef {{asked: string, p50: number, p95: number, n: number}} ListTime */

/** @param {string} sessions @returns {Promise<ListTime[]>} */
async function timesOf(sessions) {
	const folder = mkdtempSync(join(tmpdir(), 'idb-list-'));
	try {
		const words = ['seed', '--sessions', sessions, '--organizations', values.organizations, '--measure', '--json'];
		const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '', ROOT_KEY_FILE: '' };
		const { status, output } = await run(process.execPath, [join(root, 'scripts', 'idb.mjs'), ...words], {
			cwd: root,
			env,
			quiet: true
		});
		const line = output.split('\n').find((text) => text.startsWith('{"sessions"'));
		if (status !== 0 || !line) throw new Error(`seed ended with ${status}:\n${output.slice(-2000)}`);
		return JSON.parse(line).times;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const small = await timesOf(values.small);
const large = await timesOf(values.large);
console.log(`list of ${values.organizations} organizations, load average ${loadavg()[0]?.toFixed(2)}`);
console.log(`${'asked'.padEnd(28)} p95 at ${values.small}   p95 at ${values.large}   ratio`);
let missed = 0;
for (const [index, { asked, p95 }] of large.entries()) {
	const before = small[index]?.p95 ?? Number.NaN;
	const ratio = p95 / before;
	const held = p95 <= BAR_MS && (ratio <= BAR_RATIO || p95 - before < 5);
	if (!held) missed += 1;
	console.log(
		`${asked.padEnd(28)} ${before.toFixed(1).padStart(10)} ${p95.toFixed(1).padStart(14)} ${ratio.toFixed(2).padStart(9)}  ${held ? '' : 'MISSED'}`
	);
}
console.log(missed === 0 ? 'P-4 reached' : `P-4 missed by ${missed} of ${large.length}`);
process.exitCode = missed === 0 ? 0 : 1;
