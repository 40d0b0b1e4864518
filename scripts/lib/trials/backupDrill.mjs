import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { mintKeys, signUp } from '../client/operator.mjs';
import { openHostedUrl, tenant } from '../client/tenant.mjs';
import { throwAwaySite } from '../client/throwAwaySite.mjs';
import { bar, quantile, spread } from './figures.mjs';
import { startLoad } from './load.mjs';

/** @typedef {{ sessionId: string, artifactId: string, hash: string }} Subject */
/** @typedef {{ root: string, megabytes: number, subjects: number, perSecond: number }} DrillSize */

const FILLER_BYTES = 512 * 1024;
const LIMITS = { RATE_LIMIT_PER_KEY: '100000000', RATE_LIMIT_PER_ADDRESS: '100000000' };
/** Stays whole through it all. */
const KEPT = 5;

/** @param {DrillSize} size @returns {Promise<boolean>} whether every bar was reached */
export async function backupDrill({ root, megabytes, subjects: count, perSecond }) {
	const folder = mkdtempSync(join(tmpdir(), 'idb-drill-'));
	const site = await throwAwaySite({ root, env: { ...LIMITS, WORKER_LANES: 'delivery', LOG_LEVEL: 'error' } });
	try {
		const { secretKey } = await mintKeys(await signUp(site.origin));
		const backend = tenant(site.origin, secretKey);
		const subjects = await makeSubjects(site.origin, backend, count + KEPT);
		fill(site.dataDir, megabytes);
		const to = ['--to', join(folder, 'data'), '--keys-to', join(folder, 'keys'), '--json'];
		/** @param {number} seconds */
		const load = (seconds) => startLoad({ origin: site.origin, secretKey, perSecond, seconds });

		const quiet = await load(10).done;
		const beside = load(Infinity);
		const backup = await idb(root, site.dataDir, ['backup', ...to]);
		const during = await beside.stop();
		console.log(`             backup of ${(backup.bytes / 1e6).toFixed(0)} MB in ${(backup.ms / 1000).toFixed(1)} s`);
		console.log(`             ${perSecond} creates/s without it: ${spread(quiet.ms)}; beside it: ${spread(during.ms)}`);
		const held = [
			bar(during.failed === 0, `R-8: no create failed beside it (${during.count} made)`),
			bar(
				quantile(during.ms, 0.99) < 2 * quantile(quiet.ms, 0.99),
				'R-8: p99 of a create beside it below twice the p99 without'
			)
		];

		const erasing = load(Infinity);
		const ms = await erase(backend, subjects.slice(KEPT));
		await erasing.stop();
		console.log(`             ${ms.length} people erased beside it: ${spread(ms)}`);
		held.push(bar(Math.max(...ms) <= 5_000, 'D-2: each erasure at most 5 s, online'));
		await idb(root, site.dataDir, ['backup', '--keys-only', ...to]);

		const restored = join(folder, 'restored');
		mkdirSync(join(restored, 'keys'), { recursive: true, mode: 0o700 });
		copyFileSync(join(site.dataDir, 'keys', 'root.key'), join(restored, 'keys', 'root.key'));
		const from = ['--from', join(folder, 'data'), '--keys', join(folder, 'keys'), '--json'];
		const restore = await idb(root, restored, ['restore', ...from]);
		const seconds = restore.ms / 1000;
		console.log(`             restored in ${seconds.toFixed(1)} s, ${restore.erasedAgain} erased again`);
		held.push(
			bar(seconds * Math.max(1, 1024 / megabytes) <= 60, `R-8: restored within 60 s for 1 GB (here ${megabytes} MB)`),
			bar(restore.missingPictures === 0, 'R-8: no picture is missing'),
			bar(integrityOf(restored) === 'ok', 'R-8: the restored database is whole'),
			await look(root, restored, secretKey, subjects)
		);
		return held.every(Boolean);
	} catch (error) {
		console.error(site.log().split('\n').slice(-20).join('\n'));
		throw error;
	} finally {
		await site.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param {string} origin @param {ReturnType<typeof tenant>} backend @param {number} count @returns {Promise<Subject[]>} */
async function makeSubjects(origin, backend, count) {
	const noise = { type: /** @type {const} */ ('gaussian'), mean: 140, sigma: 40 };
	const picture = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#888', noise } })
		.jpeg()
		.toBuffer();
	/** @type {Subject[]} */
	const subjects = [];
	let begun = 0;
	const next = async () => {
		while (begun++ < count) {
			const session = await backend.createSession({ externalUserId: randomUUID() });
			const applicant = await openHostedUrl(origin, session);
			await applicant.consent();
			const reply = await applicant.upload('id_front', picture);
			if (reply.status !== 202) throw new Error(`The picture was answered ${reply.status}: ${await reply.text()}`);
			const { artifacts } = await backend.readSession(session.sessionId);
			const { sessionId } = session;
			const { artifactId } = artifacts[0];
			subjects.push({ sessionId, artifactId, hash: await hashOf(backend, sessionId, artifactId) });
		}
	};
	await Promise.all([next(), next(), next(), next()]);
	return subjects;
}

/** Pictures of nobody until the installation has its size: for copying, bytes are bytes. @param {string} dataDir @param {number} megabytes */
function fill(dataDir, megabytes) {
	const database = new Database(join(dataDir, 'idbeyond.db'));
	database.pragma('busy_timeout = 5000');
	const columns = database
		.prepare("SELECT group_concat(name) FROM pragma_table_info('artifacts') WHERE name NOT IN ('id', 'blob_key')")
		.pluck()
		.get();
	const add = database.prepare(
		`INSERT INTO artifacts (id, blob_key, ${columns}) SELECT ?, ?, ${columns} FROM artifacts ORDER BY created_at LIMIT 1`
	);
	for (let made = 0; made < megabytes * 1024 * 1024; made += FILLER_BYTES) {
		const key = randomUUID();
		const hash = createHash('sha256').update(key).digest('hex');
		const home = join(dataDir, 'blobs', hash.slice(0, 2), hash.slice(2, 4));
		mkdirSync(home, { recursive: true, mode: 0o700 });
		writeFileSync(join(home, key), randomBytes(FILLER_BYTES), { mode: 0o600 });
		add.run(key, key);
	}
	database.close();
}

/** One after the other, as requests come in. @param {ReturnType<typeof tenant>} backend @param {Subject[]} subjects */
async function erase(backend, subjects) {
	const ms = [];
	for (const { sessionId } of subjects) {
		const startedAt = performance.now();
		const reply = await backend.call(`sessions/${sessionId}/redact`, { method: 'POST' });
		if (reply.status !== 200) throw new Error(`redact was answered ${reply.status}`);
		await reply.arrayBuffer();
		ms.push(performance.now() - startedAt);
	}
	return ms;
}

/** Opens a site on the restored data. @param {string} root @param {string} dataDir @param {string} secretKey @param {Subject[]} subjects */
async function look(root, dataDir, secretKey, subjects) {
	const site = await throwAwaySite({ root, env: { ...LIMITS, WORKER_LANES: 'delivery' }, dataDir });
	try {
		const backend = tenant(site.origin, secretKey);
		let [whole, erased] = [0, 0];
		for (const { sessionId, artifactId, hash } of subjects.slice(0, KEPT))
			whole += Number((await hashOf(backend, sessionId, artifactId)) === hash);
		for (const { sessionId } of subjects.slice(KEPT)) {
			const { status, artifacts } = await backend.readSession(sessionId);
			erased += Number(status === 'redacted' && artifacts.length === 0);
		}
		return bar(
			whole === KEPT && erased === subjects.length - KEPT,
			`D-2: in the restored site ${erased} of ${subjects.length - KEPT} are erased, ${whole} of ${KEPT} others whole`
		);
	} finally {
		await site.stop();
	}
}

/** @param {ReturnType<typeof tenant>} backend @param {string} sessionId @param {string} artifactId */
async function hashOf(backend, sessionId, artifactId) {
	const reply = await backend.call(`sessions/${sessionId}/artifacts/${artifactId}`);
	if (reply.status !== 200) throw new Error(`A picture was answered ${reply.status}`);
	return createHash('sha256')
		.update(Buffer.from(await reply.arrayBuffer()))
		.digest('hex');
}

/** @param {string} dataDir */
function integrityOf(dataDir) {
	const database = new Database(join(dataDir, 'idbeyond.db'), { readonly: true });
	const verdict = database.pragma('integrity_check', { simple: true });
	database.close();
	return verdict;
}

/** The command line as an operator types it. @param {string} root @param {string} dataDir @param {string[]} words */
async function idb(root, dataDir, words) {
	const child = spawn(process.execPath, [join(root, 'scripts', 'idb.mjs'), ...words], {
		cwd: root,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let text = '';
	child.stdout.on('data', (chunk) => (text += chunk));
	const [status] = await once(child, 'close');
	if (status !== 0) throw new Error(`idb ${words[0]} ended with ${status}: ${text}`);
	const told = JSON.parse(text);
	return { ...told, bytes: told.databaseBytes + (told.pictures?.all ?? 0) * FILLER_BYTES };
}
