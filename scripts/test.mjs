/**
 * `npm test`: sets up what the tests need, then lint, types, unit, build, script budget, end-to-end. Its last line is
 * `N passed, N failed`; lint, types, build and budget count as one each. Leaves no file, process or port behind.
 */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { compileMessages, ensureBuild } from './lib/build.mjs';
import { ensureDependencies, installFolder } from './lib/dependencies.mjs';
import { prepareModelsOrSay, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';
import { all, one, playwrightCounts, runLoud, vitestCounts } from './lib/stages.mjs';

/** @typedef {import('./lib/stages.mjs').Counts} Counts */

/** @param {string} line */
const log = (line) => console.log(`[test] ${line}`);

requireNode(root);
// Everything temporary goes below one folder of this run. Others must be able to enter it: as root, PostgreSQL runs as its own user.
const temporary = mkdtempSync(join(tmpdir(), 'idb-test-'));
chmodSync(temporary, 0o755);
/** @type {NodeJS.ProcessEnv} */
const env = {
	...process.env,
	TMPDIR: temporary,
	CI: process.env.CI ?? '1',
	FORCE_COLOR: process.env.FORCE_COLOR ?? '0'
};
const bin = (/** @type {string} */ path) => join(root, 'node_modules', path);
const node = (/** @type {string[]} */ ...args) => runLoud(process.execPath, args, { cwd: root, env });

/** @type {Record<string, () => Promise<Counts>>} */
const STAGES = {
	setup,
	// None of these three uses more than one core.
	source: async () => all(await Promise.all([lint(), format().then(async (counts) => all([counts, await types()]))])),
	unit: async () => {
		const report = join(temporary, 'unit.json');
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
		return vitestCounts(report, await node(bin('vitest/vitest.mjs'), 'run', ...reporters));
	},
	build: async () => one('build', (await ensureBuild({ root, log }), true)),
	budget: async () => one('budget', await node(join(root, 'scripts', 'check-bundle.mjs'))),
	'end to end': async () => all([await journeys('together'), await journeys('alone')])
};

const lint = async () => one('lint', await node(bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'));
const format = async () =>
	one('format', await node(bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'));

async function types() {
	const app = await node(bin('svelte-check/bin/svelte-check'), '--tsconfig', './tsconfig.json', '--output', 'human');
	const tools = await node(bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.tools.json');
	return one('types', app && tools);
}

/** Those of one project of playwright.config.ts. @param {string} project */
async function journeys(project) {
	const report = join(temporary, `${project}.json`);
	env.PLAYWRIGHT_JSON_OUTPUT_NAME = report;
	// A folder each: the second run would sweep away the traces of the first.
	const words = ['test', '--project', project, '--output', `test-results/${project}`, '--reporter=list,json'];
	return playwrightCounts(report, await node(bin('@playwright/test/cli.js'), ...words));
}

/** @returns {Promise<Counts>} */
async function setup() {
	await ensureDependencies({ root, log });
	if (!(await prepareModelsOrSay({ root, log }))) throw new Error('The tests need every model.');
	await installFolder({ folder: join(root, 'e2e', 'recipes'), log });
	await compileMessages({ root });
	// Lint and types both read the tsconfig that this writes.
	await node(bin('@sveltejs/kit/svelte-kit.js'), 'sync');
	const browser = await ensureBrowser({ root, log });
	if (browser !== undefined) env.CHROMIUM_PATH = browser;
	return { passed: 0, failed: [], skipped: [] };
}

/** @returns {Promise<Counts>} */
async function runStages() {
	/** @type {Counts} */
	const total = { passed: 0, failed: [], skipped: [] };
	/** @type {string[]} */
	const times = [];
	const chosen = process.argv.slice(2);
	for (const [name, stage] of Object.entries(STAGES)) {
		if (chosen.length > 0 && name !== 'setup' && !chosen.includes(name)) continue;
		const start = performance.now();
		console.log(`\n[test] ${name} …`);
		const counts = await stage().catch((error) => {
			console.error(error instanceof Error ? error.message : error);
			return one('ended early', false);
		});
		total.passed += counts.passed;
		total.failed.push(...counts.failed.map((title) => `${name}: ${title}`));
		total.skipped.push(...counts.skipped.map((title) => `${name}: ${title}`));
		const verdict = counts.failed.length === 0 ? 'ok' : `${counts.failed.length} failed`;
		times.push(`${name.padEnd(11)} ${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s  ${verdict}`);
		if (name === 'setup' && counts.failed.length > 0) break;
	}
	console.log(`\n${times.join('\n')}`);
	return total;
}

const total = await runStages();
rmSync(temporary, { recursive: true, force: true });
if (total.failed.length === 0) rmSync(join(root, 'test-results'), { recursive: true, force: true });
else if (existsSync(join(root, 'test-results'))) log('traces of the failed end-to-end tests are in test-results/');
for (const title of total.skipped) console.log(`skipped  ${title}`);
for (const title of total.failed) console.log(`failed   ${title}`);
console.log(`${total.passed} passed, ${total.failed.length} failed`);
process.exitCode = total.failed.length === 0 ? 0 : 1;
