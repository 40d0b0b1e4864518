/** `npm start`: from a fresh clone to a running site. Node's own modules only, since it runs before anything is installed. */
import { isLoopback, loadDotEnv, prepares, serverEnvironment } from './lib/settings.mjs';
import { portProblem } from './lib/ports.mjs';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root, siteProcesses } from './lib/site.mjs';
import { stopOnSignals } from './lib/stopOnSignals.mjs';
import { supervise } from './lib/supervise.mjs';

/** @param {string} line */
const log = (line) => console.log(`[idbeyond] ${line}`);

async function main() {
	requireNode(root);
	loadDotEnv(root);
	const env = serverEnvironment(process.env);
	await requirePort(env);
	if (prepares(env)) {
		await prepareAll({ root, log });
		await requirePort(env);
	}
	const supervisor = supervise(siteProcesses({ root, env }), { log });
	stopOnSignals(supervisor);
	try {
		await supervisor.ready;
		welcome(env);
	} catch {
		process.exitCode = 1;
	}
	await supervisor.ended;
}

/** @param {{ PORT: string, HOST: string }} env */
async function requirePort({ PORT, HOST }) {
	const problem = await portProblem(Number(PORT), HOST);
	if (problem === null) return;
	const why = problem === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened on ${HOST} (${problem})`;
	throw new Error(`Port ${PORT} ${why}. Stop that program, or choose another port: PORT=3001 npm start`);
}

/** @param {{ ORIGIN: string, PORT: string, WEBHOOK_ALLOW_LOOPBACK?: string }} env */
function welcome({ ORIGIN, PORT, WEBHOOK_ALLOW_LOOPBACK }) {
	const origin = ORIGIN.replace(/\/$/, '');
	const loopback = (WEBHOOK_ALLOW_LOOPBACK || (isLoopback(origin) ? 'test' : 'off')) === 'test';
	const lines = [
		'id beyond is ready.',
		`  Create an account   ${origin}/signup`,
		`  Mint API keys       ${origin}/dashboard/settings/api-keys`,
		`  Integration guide   ${origin}/docs/integration`,
		loopback
			? '  Webhooks            sessions of test keys may send to this machine (http://localhost:…); others only to public addresses'
			: '  Webhooks            to public addresses only',
		'  Stop                Ctrl+C'
	];
	if (isLoopback(origin) && new URL(origin).port !== PORT && !(PORT === '80' && new URL(origin).port === ''))
		lines.push(`  Note: ORIGIN is ${origin} but the site listens on port ${PORT}; links will lead to ORIGIN.`);
	for (const line of lines) console.log(line);
}

main().catch((error) => {
	console.error(`[idbeyond] ${error instanceof Error ? error.message : error}`);
	process.exit(1);
});
