import { constants } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { SMALL_HEAPS } from './smallHeaps.mjs';

/**
 * The two processes that make up a running site, for supervise().
 * @param {{ root: string, env: NodeJS.ProcessEnv & { PORT: string, ORIGIN: string, HOST: string } }} options
 * @returns {import('./supervise.mjs').ChildSpec[]}
 */
export function siteProcesses({ root, env }) {
	return [
		{
			name: 'web',
			script: join(root, 'scripts', 'lib', 'web.mjs'),
			execArgv: ['--enable-source-maps', '--import', endWithParent(root)],
			env,
			cwd: root,
			ready: () => answers(env)
		},
		workerProcess({ root, env })
	];
}

/**
 * @param {{ root: string, env: NodeJS.ProcessEnv }} options
 * @returns {import('./supervise.mjs').ChildSpec}
 */
export function workerProcess({ root, env }) {
	return {
		name: 'worker',
		script: join(root, 'build', 'worker.js'),
		execArgv: ['--enable-source-maps'],
		env: { ...SMALL_HEAPS, ...env },
		cwd: root,
		// Reading pictures can wait; a person in front of a page cannot, nor a tenant for its webhooks.
		priority: env.WORKER_LANES === 'delivery' ? undefined : constants.priority.PRIORITY_BELOW_NORMAL,
		ready: 'message'
	};
}

/** By path from the project's folder: this file is also bundled into build/. @param {string} root */
export const endWithParent = (root) => pathToFileURL(join(root, 'scripts', 'lib', 'endWithParent.mjs')).href;

/** Any answer at all: the site has opened its database before it listens. @param {{ HOST: string, PORT: string }} env */
export async function answers({ HOST, PORT }) {
	const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
	const reply = await fetch(`http://${host}:${PORT}/favicon.svg`, { signal: AbortSignal.timeout(2000) });
	await reply.arrayBuffer();
	return reply.status > 0;
}

/** The project's own folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
