/** Creating sessions (P-3): at 200 a second, and as fast as it goes, beside a bare endpoint that writes the same rows. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { mintKeys, signUp } from '../client/operator.mjs';
import { startBareSite } from './bareSite.mjs';
import { bar, quantile, spread } from './figures.mjs';
import { generate } from './generate.mjs';
import { openTrial } from './processes.mjs';

const BODY = JSON.stringify({
	externalUserId: 'user_123',
	webhookUrl: 'https://tenant.example/webhooks/kyc',
	webhookSecret: 'a-secret-for-load-trials',
	metadata: { campaign: 'q3' }
});

/** @param {{ root: string, short: boolean }} options */
export async function createTrial({ root, short }) {
	const trial = await openTrial({ root });
	/** @type {{ url: string, close: () => void } | undefined} */
	let bare;
	try {
		await trial.parts.web.start();
		const { secretKey } = await mintKeys(await signUp(trial.origin));
		bare = await startBareSite({ root, database: copyOf(trial.dataDir) });
		const json = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(BODY)) };
		const ours = {
			url: `${trial.origin.replace('localhost', '127.0.0.1')}/api/verification/sessions`,
			headers: { ...json, authorization: `Bearer ${secretKey}` },
			body: BODY
		};
		const theirs = { url: bare.url, headers: json, body: BODY };
		await generate({ ...ours, connections: 8, seconds: 2 });
		const before = trial.parts.web.cpuMs();
		const steady = await generate({ ...ours, connections: 64, seconds: short ? 5 : 30, perSecond: 200 });
		const cpu = (trial.parts.web.cpuMs() - before) / steady.count;
		console.log(`             200 creates/s: ${steady.count} made, ${steady.failed} failed; ${spread(steady.ms)}`);
		console.log(`             ${cpu.toFixed(2)} ms of processor time a create in the site`);
		return [
			bar(steady.failed === 0 && quantile(steady.ms, 0.99) <= 50, 'P-3: p99 of a create at 200/s at most 50 ms'),
			...(await saturate(ours, theirs, short ? 3 : 8))
		].every(Boolean);
	} finally {
		bare?.close();
		await trial.close();
	}
}

/** Ours and the bare endpoint in turn, so that whatever else the machine does meets both. @param {{ url: string, headers: Record<string, string>, body: string }} ours @param {{ url: string, headers: Record<string, string>, body: string }} theirs @param {number} seconds */
async function saturate(ours, theirs, seconds) {
	/** @type {Record<'ours' | 'theirs', number[]>} */
	const rates = { ours: [], theirs: [] };
	let failed = 0;
	for (let round = 0; round < 4; round++)
		for (const [name, target] of /** @type {const} */ ([
			['theirs', theirs],
			['ours', ours]
		])) {
			const told = await generate({ ...target, connections: 64, seconds });
			failed += told.failed;
			rates[name].push(told.count / told.seconds);
		}
	const median = quantile(rates.ours, 0.5);
	const show = (/** @type {number[]} */ all) => all.map((rate) => rate.toFixed(0)).join(', ');
	console.log(
		`             saturation, creates/s: ours ${show(rates.ours)}; bare endpoint ${show(rates.theirs)}; ${failed} failed`
	);
	const ratio = median / quantile(rates.theirs, 0.5);
	return [
		bar(
			median >= 1500 && failed === 0,
			`P-3: saturation at least 1,500/s with FULL sync (median ${median.toFixed(0)})`
		),
		bar(ratio >= 0.6, `P-3: at least 60 % of the bare endpoint (${(ratio * 100).toFixed(0)} %)`)
	];
}

/** Our tables, with the one organization in them. @param {string} dataDir */
function copyOf(dataDir) {
	const file = join(dataDir, 'idbeyond.db');
	const database = new Database(file);
	database.pragma('wal_checkpoint(TRUNCATE)');
	database.close();
	const copy = join(dataDir, 'bare.db');
	cpSync(file, copy);
	return copy;
}
