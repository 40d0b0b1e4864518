import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** What passed, and by name what did not. @typedef {{ passed: number, failed: string[], skipped: string[] }} Counts */

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

/** A step that either passes or fails as a whole. @param {string} name @param {boolean} ok @returns {Counts} */
export const one = (name, ok) => ({ passed: ok ? 1 : 0, failed: ok ? [] : [name], skipped: [] });

/** Several together. @param {Counts[]} parts @returns {Counts} */
export const all = (parts) => ({
	passed: parts.reduce((sum, { passed }) => sum + passed, 0),
	failed: parts.flatMap(({ failed }) => failed),
	skipped: parts.flatMap(({ skipped }) => skipped)
});

/** A program that failed without a failed test of its own (a file that does not load) counts as one failure. */
const NO_TEST = 'no single test: see above';

/**
 * What vitest's JSON report says.
 * @param {string} file @param {boolean} ok @returns {Counts}
 */
export function vitestCounts(file, ok) {
	/** @type {{ testResults: { assertionResults: VitestResult[] }[] } | null} */
	const report = readReport(file);
	if (report === null) return one('no report', false);
	const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
	/** @param {string[]} states */
	const having = (...states) => tests.filter(({ status }) => states.includes(status));
	const failed = having('failed').map((test) => named(test.fullName, test.failureMessages[0]));
	return {
		passed: having('passed').length,
		failed: failed.length === 0 && !ok ? [NO_TEST] : failed,
		skipped: having('pending', 'skipped', 'todo', 'disabled').map(({ fullName }) => fullName)
	};
}

/**
 * What Playwright's JSON report says. A test that passed at the second try failed.
 * @param {string} file @param {boolean} ok @returns {Counts}
 */
export function playwrightCounts(file, ok) {
	const report = readReport(file);
	if (report === null) return one('no report', false);
	const tests = testsIn(report.suites);
	/** @param {string[]} states */
	const having = (...states) => tests.filter(({ status }) => states.includes(status));
	const failed = having('unexpected', 'flaky').map(({ title, message }) => named(title, message));
	return {
		passed: having('expected').length,
		failed: failed.length === 0 && !ok ? [NO_TEST] : failed,
		skipped: having('skipped').map(({ title }) => title)
	};
}

/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} VitestResult */

/** @param {any[]} suites @returns {{ title: string, status: string, message: string | undefined }[]} */
function testsIn(suites) {
	return suites.flatMap((suite) => [
		...(suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
			spec.tests.map((/** @type {any} */ { status, results }) => ({
				title: `${suite.title}: ${spec.title}`,
				status,
				message: results[0]?.error?.message
			}))
		),
		...testsIn(suite.suites ?? [])
	]);
}

/** A failed test, with the first line of what it met. Vitest says of a test that ran out of time its stack's name. */
const named = (/** @type {string} */ title, message = 'no message') =>
	`${title} (${stripVTControlCharacters(message).split('\n')[0]?.replace('STACK_TRACE_ERROR', 'out of time')})`;

/** @param {string} file */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return null;
	}
}
