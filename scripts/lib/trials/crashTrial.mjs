/** Kill -9 rounds (W-1, W-9): what was acknowledged, to a tenant or by a commit, is there afterwards and arrives. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { bar } from './figures.mjs';
import { inversions } from './inversions.mjs';
import { startTenants, WEBHOOK_SECRET_START } from './stubbornTenant.mjs';
import { arrivals, withWorld } from './world.mjs';

/** @typedef {'web' | 'worker' | 'announcer'} Name */
/** @typedef {import('./processes.mjs').Trial} Trial */
/** @typedef {import('./receiver.mjs').Seen} Seen */
/** @typedef {import('./world.mjs').Announced} Announced */

/** @type {Name[]} */
const NAMES = ['web', 'worker', 'announcer'];
/** Load before each kill. */
const LOAD_MS = { least: 300, most: 1500 };
/** A dead worker's deliveries are taken up again after 15 s; a failed attempt waits 5 s. */
const SETTLE_SECONDS = 180;

/** @param {{ root: string, rounds: number }} options */
export const crashTrial = ({ root, rounds }) =>
	withWorld(root, async (world) => {
		const { trial, receiver, secretKey, announced } = world;
		const tenants = startTenants({
			origin: trial.origin,
			secretKey,
			webhookUrl: (n) => `${receiver.base}/ok/${n % 10}`,
			created: (sessionId) => trial.parts.announcer.send({ announce: [sessionId] }),
			// The first of its session: a later one, asked for, would rightly overtake those before it.
			someEvent: () =>
				announced.slice(Math.floor(Math.random() * announced.length)).find(({ sequence }) => sequence === 1)?.id
		});
		const { inFlight, restartMs } = await killRounds(trial, rounds);
		const acknowledged = await tenants.stop();
		const seen = await arrivals(world, (all) => missingOf(announced, all).length === 0, SETTLE_SECONDS);
		await Promise.all(NAMES.map((name) => trial.parts[name].end('SIGTERM')));
		console.log(
			`             ${rounds} rounds: ${acknowledged.sessions.size} sessions and ${announced.length} events acknowledged, ` +
				`${acknowledged.resent.length} events sent again, ${acknowledged.repeats} requests repeated; slowest restart ${(Math.max(...restartMs) / 1000).toFixed(1)} s`
		);
		const written = everything(trial.dataDir);
		const clear = [secretKey, 'kvs_', WEBHOOK_SECRET_START].filter((start) => written.includes(start));
		return [
			judge({ trial, acknowledged, announced, seen, inFlight }),
			bar(
				clear.length === 0,
				`K-1, W-8: of the key and of ${acknowledged.sessions.size} client and webhook secrets, ${clear.length} kinds stand in clear in database, write-ahead log and logs`
			)
		].every(Boolean);
	});

/** All bytes of all files below a folder. @param {string} folder */
const everything = (folder) =>
	Buffer.concat(
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
	);

/** @param {Trial} trial @param {number} rounds */
async function killRounds(trial, rounds) {
	/** @type {string[]} */
	const inFlight = [];
	/** @type {number[]} */
	const restartMs = [];
	for (let round = 0; round < rounds; round++) {
		const load = LOAD_MS.least + Math.random() * (LOAD_MS.most - LOAD_MS.least);
		await new Promise((resolve) => setTimeout(resolve, load));
		const doomed = NAMES.filter(() => Math.random() < 0.6);
		if (doomed.length === 0) doomed.push(NAMES[round % NAMES.length] ?? 'worker');
		await Promise.all(doomed.map((name) => trial.parts[name].end('SIGKILL')));
		if (doomed.includes('worker')) inFlight.push(...deliveriesUnderWay(trial.dataDir));
		const start = performance.now();
		await Promise.all(doomed.map((name) => trial.parts[name].start()));
		restartMs.push(performance.now() - start);
	}
	return { inFlight, restartMs };
}

/** Events that the dead worker had in hand: each may arrive once more. @param {string} dataDir @returns {string[]} */
function deliveriesUnderWay(dataDir) {
	const database = new Database(join(dataDir, 'idbeyond.db'), { readonly: true });
	const held = database
		.prepare(`select payload ->> 'eventId' from jobs where locked_until > ?`)
		.pluck()
		.all(Date.now());
	database.close();
	return held.map(String);
}

/** Acknowledged events that have not arrived. @param {Announced[]} announced @param {Seen[]} seen @returns {string[]} */
function missingOf(announced, seen) {
	const arrived = new Set(seen.map(({ id }) => id));
	return announced.flatMap(({ id }) => (arrived.has(id) ? [] : [id]));
}

/**
 * @param {{ trial: Trial, acknowledged: Awaited<ReturnType<ReturnType<typeof startTenants>['stop']>>, announced: Announced[],
 * seen: Seen[], inFlight: string[] }} outcome
 */
function judge({ trial, acknowledged, announced, seen, inFlight }) {
	const database = new Database(join(trial.dataDir, 'idbeyond.db'));
	const column = (/** @type {string} */ query) => /** @type {string[]} */ (database.prepare(query).pluck().all());
	const stored = new Set(column('select id from verification_sessions'));
	const twice = column(
		`select external_user_id from verification_sessions group by external_user_id having count(*) > 1`
	);
	const storedEvents = new Set(column('select id from webhook_events'));
	const arrived = new Set(seen.map(({ id }) => id));
	const lostSessions = [...acknowledged.sessions].filter((id) => !stored.has(id));
	const lostEvents = missingOf(announced, seen);
	const orphans = [...arrived].filter((id) => !storedEvents.has(id));
	const duplicates = seen.length - arrived.size;
	// A resend brings its event once more, and a repeated one not twice.
	const asked = [...acknowledged.resent];
	const unexplained = repeated(seen).filter((id) => !take(asked, id) && !take(inFlight, id)).length;
	const wrong = inversions(seen);
	const integrity = String(database.pragma('integrity_check', { simple: true }));
	database.close();
	return [
		bar(lostSessions.length === 0, `W-1: ${lostSessions.length} acknowledged sessions lost`),
		bar(lostEvents.length === 0, `W-1: ${lostEvents.length} acknowledged events lost`),
		bar(orphans.length === 0, `W-1: ${orphans.length} events arrived that the database does not know`),
		bar(
			unexplained === 0,
			`W-1: ${duplicates} duplicates, ${unexplained} of them neither asked for nor of deliveries that a kill had met under way`
		),
		bar(twice.length === 0, `W-9: ${twice.length} requests made a second session`),
		bar(
			acknowledged.changed.length === 0,
			`W-9: ${acknowledged.changed.length} repeated requests got another answer than the first (of ${acknowledged.compared})`
		),
		bar(wrong === 0, `W-3: ${wrong} inversions`),
		bar(integrity === 'ok', `integrity_check: ${integrity}`)
	].every(Boolean);
}

/** The id of every arrival but each event's first. @param {Seen[]} seen */
function repeated(seen) {
	const known = new Set();
	return seen.flatMap(({ id }) => (known.size === known.add(id).size ? [id] : []));
}

/** Takes one out of the list; false when there is none. @param {string[]} list @param {string} one */
function take(list, one) {
	const at = list.indexOf(one);
	if (at !== -1) list.splice(at, 1);
	return at !== -1;
}
