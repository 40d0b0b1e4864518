/** `npm run dev`: the site from source with hot reload, and the worker as last bundled (start again after changing what it runs). */
import { join } from 'node:path';
import { buildServerEntries, compileMessages } from './lib/build.mjs';
import { loadDotEnv, serverEnvironment } from './lib/settings.mjs';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { answers, endWithParent, root, workerProcess } from './lib/site.mjs';
import { stopOnSignals } from './lib/stopOnSignals.mjs';
import { supervise } from './lib/supervise.mjs';

/** @param {string} line */
const log = (line) => console.log(`[idbeyond] ${line}`);

async function main() {
	requireNode(root);
	loadDotEnv(root);
	const env = { ...serverEnvironment(process.env, { defaultPort: 5173 }), NODE_ENV: 'development' };
	await prepareAll({ root, log, build: false });
	await compileMessages({ root });
	await buildServerEntries({ root });
	const vite = {
		name: 'web',
		script: join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
		args: ['dev', '--port', env.PORT, '--strictPort', '--host', env.HOST],
		execArgv: ['--import', endWithParent(root)],
		env,
		cwd: root,
		ready: () => answers(env)
	};
	const supervisor = supervise([vite, workerProcess({ root, env })], { log });
	stopOnSignals(supervisor);
	try {
		await supervisor.ready;
		log(`ready at ${env.ORIGIN}`);
	} catch {
		process.exitCode = 1;
	}
	await supervisor.ended;
}

main().catch((error) => {
	console.error(`[idbeyond] ${error instanceof Error ? error.message : error}`);
	process.exit(1);
});
