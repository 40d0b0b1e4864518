import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
	test: {
		environment: 'node',
		include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'packages/**/*.test.ts', 'bench/{figures,run}/*.test.ts'],
		globalSetup: ['scripts/vitest.globalSetup.ts'],
		expect: { requireAssertions: true },
		maxWorkers: 2,
		testTimeout: 30_000
	}
});
