import { defineConfig, devices } from '@playwright/test';
import { browserArguments } from './e2e/fixtures/browser';

/** One site for all (see e2e/fixtures/startSite.ts), one test at a time: the vision lane takes one picture at a time anyway. */
export default defineConfig({
	testDir: 'e2e',
	testMatch: '*.e2e.ts',
	globalSetup: './e2e/fixtures/startSite.ts',
	globalTimeout: 30 * 60_000,
	timeout: 90_000,
	expect: { timeout: 15_000 },
	workers: 1,
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
