import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
	'/usr/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/**
 * A browser for the end-to-end tests: an installed Chromium, else Playwright's own, else Debian's package. Throws an Error
 * that says what to install.
 * @param {{ root: string, log: (line: string) => void }} options
 * @returns {Promise<string | undefined>} its path; undefined where Playwright is to use its own
 */
export async function ensureBrowser({ root, log }) {
	const installed = await findInstalled(root);
	if (installed !== undefined) return installed;
	log('no Chromium found: fetching the one that Playwright brings');
	const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
	const fetched = await run(process.execPath, [cli, 'install', 'chromium'], { cwd: root });
	if (fetched.status === 0 && (await ownBrowserRuns(root))) return undefined;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		log('that did not work: installing Debian’s package chromium');
		await run('apt-get', ['update', '-qq'], { cwd: root });
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { cwd: root });
		const debians = await findInstalled(root);
		if (debians !== undefined) return debians;
	}
	throw new Error('The end-to-end tests need a browser: install Chromium, or name one in CHROMIUM_PATH.');
}

/** @param {string} root */
async function findInstalled(root) {
	const named = process.env.CHROMIUM_PATH;
	for (const candidate of [...(named ? [named] : []), ...PROGRAMS, ...PLACES]) {
		if ((await run(candidate, ['--version'], { cwd: root, quiet: true })).status !== 0) continue;
		if (candidate.includes('/')) return candidate;
		const { output } = await run('which', [candidate], { cwd: root, quiet: true });
		if (output.trim() !== '') return output.trim();
	}
	return undefined;
}

/** Its libraries may be missing: only starting it tells. @param {string} root */
async function ownBrowserRuns(root) {
	const script =
		"import('@playwright/test').then(async ({ chromium }) => (await chromium.launch({ args: ['--no-sandbox'] })).close())";
	return (await run(process.execPath, ['-e', script], { cwd: root, quiet: true })).status === 0;
}
