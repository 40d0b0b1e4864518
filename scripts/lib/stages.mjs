import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Counts */

/** A stage that hangs is ended after this. */
const LIMIT_MS = 40 * 60_000;

/**
 * Runs one program with its words on our screen.
 * @param {string} command @param {string[]} args @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<boolean>} whether it ended with status 0
 */
export function runLoud(command, args, { cwd, env }) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
		const limit = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS);
		/** @param {boolean} ok */
		const end = (ok) => {
			clearTimeout(limit);
			resolve(ok);
		};
		child.on('error', () => end(false));
		child.on('close', (status) => end(status === 0));
	});
}

/** A stage that either passes or fails as a whole. @param {boolean} ok @returns {Counts} */
export const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] });

/** Several together. @param {Counts[]} parts @returns {Counts} */
export const all = (parts) => ({
	passed: parts.reduce((sum, { passed }) => sum + passed, 0),
	failed: parts.reduce((sum, { failed }) => sum + failed, 0),
	skipped: parts.flatMap(({ skipped }) => skipped)
});

/**
 * What vitest's JSON report says. A run that failed without a failed test (a file that does not load) counts as one failure.
 * @param {string} file @param {boolean} ok @returns {Counts}
 */
export function vitestCounts(file, ok) {
	const report = readReport(file);
	if (report === null) return one(false);
	const tests = report.testResults.flatMap(
		(/** @type {{ assertionResults: { status: string, fullName: string }[] }} */ suite) => suite.assertionResults
	);
	/** @param {string[]} states */
	const having = (...states) => tests.filter((/** @type {{ status: string }} */ { status }) => states.includes(status));
	const failed = having('failed').length;
	return {
		passed: having('passed').length,
		failed: failed === 0 && !ok ? 1 : failed,
		skipped: having('pending', 'skipped', 'todo', 'disabled').map(
			(/** @type {{ fullName: string }} */ test) => test.fullName
		)
	};
}

/**
 * What Playwright's JSON report says.
 * @param {string} file @param {boolean} ok @returns {Counts}
 */
export function playwrightCounts(file, ok) {
	const report = readReport(file);
	if (report === null) return one(false);
	const { expected, unexpected, flaky } = report.stats;
	const failed = unexpected + flaky;
	return { passed: expected, failed: failed === 0 && !ok ? 1 : failed, skipped: skippedSpecs(report.suites) };
}

/** @param {any[]} suites @returns {string[]} */
function skippedSpecs(suites) {
	return suites.flatMap((suite) => [
		...(suite.specs ?? [])
			.filter((/** @type {any} */ spec) => spec.tests.some((/** @type {any} */ test) => test.status === 'skipped'))
			.map((/** @type {any} */ spec) => `${suite.title}: ${spec.title}`),
		...skippedSpecs(suite.suites ?? [])
	]);
}

/** @param {string} file */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}
