/**
 * `npm run test:docs`: a stranger with an empty folder. Copies what is committed or about to be, follows the quickstart word for word,
 * then runs every other terminal command of the documentation. Needs the npm registry, python3 and curl; some minutes.
 * Exit status 1 where a step fails. `--keep` leaves the folder.
 */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mintKeys, signUp } from './lib/client/operator.mjs';
import { tenant, until } from './lib/client/tenant.mjs';
import { COMMANDS, MAY_FIND, STARTS } from './lib/docs/commands.mjs';
import { shellBlocks } from './lib/docs/shellBlocks.mjs';
import { startPostgres } from './lib/docs/startPostgres.mjs';
import { freePort } from './lib/ports.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/site.mjs';

const base = mkdtempSync(join(tmpdir(), 'idb-stranger-'));
// As root, PostgreSQL runs as its own user, who must be able to enter.
chmodSync(base, 0o755);
const folder = join(base, 'idbeyond');
const port = String(await freePort());
const origin = `http://localhost:${port}`;
/** What a stranger has: no settings of ours. @type {NodeJS.ProcessEnv} */
const env = {
	PATH: process.env.PATH,
	HOME: process.env.HOME,
	PORT: port,
	INIT_CWD: folder,
	npm_config_update_notifier: 'false'
};
const began = performance.now();
/** @param {string} line */
const say = (line) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`);

/** Runs one command line as a person would type it. @param {string} command @param {string} [cwd] */
async function type(command, cwd = folder) {
	const { status, output } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd, env, quiet: true });
	if (status !== 0 && !MAY_FIND.test(command))
		throw new Error(`${command}\nended with ${status}:\n${output.slice(-3000)}`);
	return output;
}

/** Starts a site by this command, waits until it answers, and gives the way to stop it. @param {string} command @param {string} at its own port */
async function start(command, at) {
	const child = spawn('bash', ['-c', `exec env ${command}`], { cwd: folder, env, detached: true });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
	/** @type {Promise<void>} */
	const ended = new Promise((resolve) => child.once('exit', () => resolve()));
	const answers = async () => {
		if (child.exitCode !== null) throw new Error(`${command} ended:\n${output.slice(-3000)}`);
		const reply = await fetch(`http://127.0.0.1:${at}/api/health/live`).catch(() => null);
		return reply?.ok ? true : undefined;
	};
	await until(command, answers, { timeoutMs: 20 * 60_000, everyMs: 250 });
	return async () => {
		if (child.pid) process.kill(-child.pid, 'SIGTERM');
		await ended;
	};
}

/** The tracked files and those about to be, nothing else. */
async function copyProject() {
	const { output } = await run('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, quiet: true });
	for (const file of output.split('\n').filter((name) => name && existsSync(join(root, name)))) {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		cpSync(join(root, file), join(folder, file));
	}
}

/** From an empty folder to a decided session, by what the page says. */
async function quickstart() {
	const blocks = shellBlocks(root, 'quickstart', origin);
	const [npmStart, exportKey, create, ...rest] = blocks;
	if (npmStart !== 'npm start' || !exportKey?.startsWith('export ') || !create)
		throw new Error('The quickstart has changed');
	const stop = await start(npmStart, port);
	say('npm start: the site answers');
	const operator = await signUp(origin);
	const keys = await mintKeys(operator);
	env.IDB_SECRET_KEY = exportKey.split('=')[1]?.replace('sk_test_…', keys.secretKey);
	const created = JSON.parse((await type(create)).replace(/^[^{]*/s, '').replace(/[^}]*$/s, ''));
	say(`a session, ${created.hostedUrl.split('?')[0]}`);
	// A browser keeps the cookie that comes with it and goes on.
	const opened = await fetch(created.hostedUrl, { redirect: 'manual' });
	if (opened.status !== 303) throw new Error(`hostedUrl answered ${opened.status}`);
	env.SESSION_ID = created.sessionId;
	for (const block of rest.filter((text) => text.includes('/sandbox/'))) await type(block);
	const backend = tenant(origin, keys.secretKey);
	await until('the decision', async () => (await backend.readSession(created.sessionId)).decision ?? undefined, {
		timeoutMs: 120_000
	});
	say('the session is decided');
	for (const block of rest.filter((text) => !text.includes('/sandbox/') && text !== 'npm run demo')) await type(block);
	const readers = { 'read-session.mjs': 'node', 'read_session.py': 'python3' };
	for (const [file, program] of Object.entries(readers)) {
		const text = readFileSync(join(root, 'e2e', 'recipes', file), 'utf8');
		writeFileSync(join(folder, file), text.replaceAll('https://verify.example.com', origin));
		await type(`${program} ${file}`);
	}
	say('read by curl, Node and Python');
	return { operator, keys, backend, sessionId: created.sessionId, stop };
}

/** The files that the command line's page names, taken from sessions that the sandbox has played. @param {ReturnType<typeof tenant>} backend */
async function writePictures(backend) {
	/** @param {string} scenario @param {Record<string, string>} files by slot */
	const save = async (scenario, files) => {
		const { sessionId } = await backend.createSession({ policy: { require: { liveness: false } } });
		const body = JSON.stringify({ scenario });
		const headers = { 'content-type': 'application/json' };
		await backend.call(`sandbox/sessions/${sessionId}/run`, { method: 'POST', headers, body });
		const session = await until(
			scenario,
			async () => {
				const seen = await backend.readSession(sessionId);
				return seen.decision ? seen : undefined;
			},
			{ timeoutMs: 120_000 }
		);
		for (const { slot, kind, artifactId } of session.artifacts) {
			if (kind !== 'picture' || !files[slot]) continue;
			const reply = await backend.call(`sessions/${sessionId}/artifacts/${artifactId}`);
			writeFileSync(join(folder, files[slot]), Buffer.from(await reply.arrayBuffer()));
		}
	};
	await save('approved_with_address', { id_front: 'passport.jpg', selfie: 'selfie.jpg', poa: 'bill.jpg' });
	await save('approved_driving_licence', { id_back: 'back.jpg', id_front: 'portrait.jpg' });
	await type(`python3 -c "open('bill.pdf','wb').write(open('bill.jpg','rb').read())"`);
	writeFileSync(join(folder, 'pairs.tsv'), 'passport.jpg\tselfie.jpg\t1\nportrait.jpg\tselfie.jpg\t1\n');
	writeFileSync(join(folder, 'body.json'), JSON.stringify({ externalUserId: 'user_123' }));
	await type('npm run --silent specimens -- --count 1 --kind passport --out specimens');
	const manifest = readFileSync(join(folder, 'specimens', 'manifest.jsonl'), 'utf8');
	cpSync(join(folder, 'specimens'), folder, { recursive: true });
	writeFileSync(join(folder, 'manifest.jsonl'), manifest);
}

async function everyCommand() {
	const { operator, keys, backend, sessionId, stop } = await quickstart();
	try {
		await writePictures(backend);
		say('pictures for the command line');
		const spare = await mintKeys(operator);
		const world = {
			secretKey: keys.secretKey,
			sessionId,
			keyId: spare.id,
			email: operator.email,
			backup: join(base, 'backup'),
			keysTo: join(base, 'backup-keys'),
			restoreTo: join(base, 'restored'),
			register: join(base, 'register.mjs'),
			origin,
			checkpoint: ''
		};
		env.ORIGIN = origin;
		for (const [command, standIns] of Object.entries(COMMANDS)) {
			let line = command;
			for (const [words, value] of Object.entries(standIns(world))) line = line.replaceAll(words, value);
			if (command.includes('restore')) {
				mkdirSync(join(world.restoreTo, 'keys'), { recursive: true });
				cpSync(join(folder, 'data', 'keys', 'root.key'), join(world.restoreTo, 'keys', 'root.key'));
				line = line.replace('DATA_DIR=', `ROOT_KEY_FILE=${join(world.restoreTo, 'keys', 'root.key')} DATA_DIR=`);
			}
			const output = await type(line);
			world.checkpoint = /^checkpoint (\S+)$/m.exec(output)?.[1] ?? world.checkpoint;
			say(command);
		}
		await type('npm run demo');
		say('npm run demo');
	} finally {
		await stop();
	}
	await everyStart();
}

/** The other ways to start, each on a port and with a data folder of its own. */
async function everyStart() {
	delete env.ORIGIN;
	writeFileSync(join(base, 'register.mjs'), '');
	for (const command of STARTS.slice(1)) {
		const own = String(await freePort());
		const postgres = command.includes('postgres://') ? await startPostgres(folder) : null;
		const line = command
			.replace('PORT=3000', '')
			.replace('/opt/otel/register.mjs', join(base, 'register.mjs'))
			.replace(/postgres:\S+/, postgres?.url ?? '');
		env.DATA_DIR = mkdtempSync(join(base, 'data-'));
		const stop = await start(`PORT=${own} ${line}`, own);
		await stop();
		await postgres?.stop();
		say(command);
	}
}

try {
	await copyProject();
	say(`a clean folder`);
	await everyCommand();
	say('every command of the documentation did what its page says');
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
} finally {
	if (process.argv.includes('--keep')) say(folder);
	else rmSync(base, { recursive: true, force: true });
}
