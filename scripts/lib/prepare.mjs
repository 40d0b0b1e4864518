import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { nodeProblem } from './nodeVersion.mjs';

/** Stops with what to do where Node is too old. Called before anything else. @param {string} root */
export function requireNode(root) {
	const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const problem = nodeProblem(engines.node);
	if (problem === null) return;
	console.error(problem);
	process.exit(1);
}

/**
 * Everything between a fresh clone and a program that runs: packages, models, build. Each only where it is missing or stale.
 * @param {{ root: string, log: (line: string) => void, build?: boolean }} options
 */
export async function prepareAll({ root, log, build = true }) {
	await ensureDependencies({ root, log });
	await prepareModelsOrSay({ root, log });
	if (build) await ensureBuild({ root, log });
}

/**
 * A model that cannot be had does not keep the site from starting: what needs it does not run, and nothing is approved without it.
 * @param {{ root: string, log: (line: string) => void }} options
 * @returns {Promise<boolean>} whether every model is in place
 */
export async function prepareModelsOrSay({ root, log }) {
	// Only now: it needs packages that npm ci has just installed.
	const { prepareModels, verifyModels } = await import('../prepare-models.mjs');
	try {
		await prepareModels({ root, log });
		return true;
	} catch (error) {
		log(error instanceof Error ? error.message : String(error));
		const lacking = (await verifyModels({ root })).filter(({ state }) => state !== 'ok');
		for (const { file, state } of lacking) log(`${file} is ${state}`);
		log('To mend: with the package registry in reach, run `node scripts/prepare-models.mjs`; it fetches them again.');
		log('Until then the checks that need these models do not run, and no session is approved without a person.');
		return false;
	}
}
