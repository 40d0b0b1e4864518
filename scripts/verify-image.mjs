/**
 * `npm run verify:image`: carries out the Dockerfile's own steps in clean folders, one a stage, then starts what its CMD says and asks its
 * HEALTHCHECK. For machines without Docker. Steps that only set up the operating system (apt-get) are left out, and said.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mintKeys, signUp } from './lib/client/operator.mjs';
import { tenant, until } from './lib/client/tenant.mjs';
import { freePort } from './lib/ports.mjs';
import { root } from './lib/site.mjs';

/** @typedef {{ name: string, folder: string, workdir: string, env: Record<string, string>, command: string[], health: string[] }} Stage */

const START_MS = 120_000;
const scratch = mkdtempSync(join(tmpdir(), 'idb-image-'));
/** @param {string} line */
const log = (line) => console.log(`[image] ${line}`);

try {
	const context = cleanContext();
	const stages = steps(readFileSync(join(root, 'Dockerfile'), 'utf8')).reduce(
		(done, step) => carryOut(done, step, context),
		/** @type {Stage[]} */ ([])
	);
	await tryOut(/** @type {Stage} */ (stages.at(-1)));
	log('passed');
} finally {
	rmSync(scratch, { recursive: true, force: true });
}

/** What `docker build` would be sent: the files as committed and as changed, without those that git ignores. */
function cleanContext() {
	const folder = join(scratch, 'context');
	const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
	for (const file of files.split('\0').filter(Boolean)) cpSync(join(root, file), join(folder, file));
	return folder;
}

/** One instruction a line; continued lines joined, comments gone. @param {string} text */
function steps(text) {
	return text
		.replace(/\\\n/g, ' ')
		.split('\n')
		.filter((line) => line.trim() !== '' && !line.startsWith('#'))
		.map((line) => {
			const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
			return { word, rest };
		});
}

/** @param {Stage[]} stages @param {{ word: string, rest: string }} step @param {string} context @returns {Stage[]} */
function carryOut(stages, { word, rest }, context) {
	const stage = stages.at(-1);
	if (word === 'FROM') {
		const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'final';
		const folder = join(scratch, `stage-${name}`);
		return [...stages, { name, folder, workdir: '/', env: {}, command: [], health: [] }];
	}
	if (stage === undefined) throw new Error(`${word} before FROM`);
	const here = join(stage.folder, stage.workdir);
	log(`${stage.name}: ${word} ${rest}`);
	if (word === 'WORKDIR') mkdirSync(join(stage.folder, (stage.workdir = rest)), { recursive: true });
	else if (word === 'ENV')
		for (const pair of rest.split(/\s+/)) stage.env[pair.split('=')[0] ?? ''] = pair.split('=')[1] ?? '';
	else if (word === 'COPY') copy(stages, stage, rest, context);
	else if (word === 'RUN' && rest.startsWith('apt-get')) log('  (left out: it sets up the operating system)');
	else if (word === 'RUN') run(rest, here, stage.env);
	else if (word === 'CMD') stage.command = JSON.parse(rest);
	else if (word === 'HEALTHCHECK') stage.health = JSON.parse(rest.slice(rest.indexOf('[')));
	else if (!['VOLUME', 'USER', 'EXPOSE'].includes(word)) throw new Error(`This script knows no ${word}`);
	return stages;
}

/** @param {Stage[]} stages @param {Stage} stage @param {string} rest @param {string} context */
function copy(stages, stage, rest, context) {
	const words = rest.split(/\s+/);
	const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
	const source = from === undefined ? context : (stages.find(({ name }) => name === from)?.folder ?? '');
	const target = words.pop() ?? '';
	for (const word of words) {
		const into = target.endsWith('/') && word !== '.' ? join(target, basename(word)) : target;
		cpSync(join(source, word), join(stage.folder, stage.workdir, into), { recursive: true, verbatimSymlinks: true });
	}
}

/** @param {string} command @param {string} cwd @param {Record<string, string>} env */
function run(command, cwd, env) {
	const { status } = spawnSync('sh', ['-c', command], {
		cwd,
		env: { ...bare(), ...env },
		stdio: ['ignore', 'inherit', 'inherit']
	});
	if (status !== 0) throw new Error(`status ${status}: ${command}`);
}

/** Only what finds programs and registries: a person's own settings are not in an image. */
function bare() {
	const kept = /^(PATH|HOME|LANG|TMPDIR|https?_proxy|no_proxy|SSL_CERT_.*|NODE_EXTRA_CA_CERTS|npm_config_.*)$/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
}

/** The sandbox draws documents and faces: what it draws with must have come along. @param {string} origin */
async function playOne(origin) {
	const { secretKey } = await mintKeys(await signUp(origin));
	const backend = tenant(origin, secretKey);
	const { sessionId } = await backend.createSession();
	const asked = await backend.call(`sandbox/sessions/${sessionId}/run`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ scenario: 'approved' })
	});
	if (asked.status !== 202) throw new Error(`a scenario was refused: ${await asked.text()}`);
	const decided = async () => {
		const run = await (await backend.call(`sandbox/sessions/${sessionId}/run`)).json();
		if (run.state === 'failed') throw new Error(`a scenario failed: ${run.reason}`);
		const session = await backend.readSession(sessionId);
		return session.decision ? session.reviewStatus : undefined;
	};
	const reviewStatus = await until('a scenario', decided, { timeoutMs: 120_000, everyMs: 1000 });
	if (reviewStatus !== 'approved') throw new Error(`the scenario came to ${reviewStatus}`);
	log('played a scenario');
}

/** Starts it, waits until it is healthy, runs one command in it, plays one scenario, stops it. @param {Stage} stage */
async function tryOut({ folder, workdir, env, command, health }) {
	const cwd = join(folder, workdir);
	const port = String(await freePort());
	const own = { ...bare(), ...env, HOST: '127.0.0.1', PORT: port, ORIGIN: `http://localhost:${port}` };
	const child = spawn(command[0] ?? '', command.slice(1), { cwd, env: own, stdio: ['ignore', 'inherit', 'inherit'] });
	const ended = new Promise((resolve) => child.on('close', resolve));
	try {
		const until = Date.now() + START_MS;
		while (spawnSync(health[0] ?? '', health.slice(1), { cwd, env: own }).status !== 0) {
			if (Date.now() > until || child.exitCode !== null) throw new Error('it does not become healthy');
			await new Promise((resolve) => setTimeout(resolve, 1000));
		}
		log('healthy');
		const { status } = spawnSync(process.execPath, ['scripts/idb.mjs', 'doctor'], { cwd, env: own, stdio: 'inherit' });
		if (status !== 0) throw new Error('the doctor found something');
		await playOne(own.ORIGIN);
	} finally {
		child.kill('SIGTERM');
		const status = await ended;
		if (status !== 0) process.exitCode = 1;
		log(`stopped with status ${status}`);
	}
}
