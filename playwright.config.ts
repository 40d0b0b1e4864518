import { defineConfig, devices } from '@playwright/test';
import { browserArguments } from './e2e/fixtures/browser';

/**
 * These measure a time, or film with a camera that misses frames when the machine is busy: nothing runs beside them. All others
 * share two workers. One site for all (see e2e/fixtures/startSite.ts).
 */
const ALONE = /(camera\w+|keyPromises|operations|widget|worker)\.e2e\.ts$/;
/** Holds a time of its own on whatever machine this is: `npm run test:speed`, not `npm test`. */
const TIMED = /speed\.e2e\.ts$/;

export default defineConfig({
	testDir: 'e2e',
	testMatch: '*.e2e.ts',
	globalSetup: './e2e/fixtures/startSite.ts',
	globalTimeout: 30 * 60_000,
	timeout: 180_000,
	expect: { timeout: 30_000 },
	workers: 2,
	projects: [
		{ name: 'together', testIgnore: [ALONE, TIMED] },
		{ name: 'alone', testMatch: ALONE, workers: 1 },
		{ name: 'timed', testMatch: TIMED, workers: 1 }
	],
	retries: 0,
	forbidOnly: true,
	reporter: [['list']],
	outputDir: 'test-results',
	use: {
		...devices['Pixel 7'],
		baseURL: process.env.IDB_E2E_ORIGIN,
		trace: 'retain-on-failure',
		launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: browserArguments }
	}
});
