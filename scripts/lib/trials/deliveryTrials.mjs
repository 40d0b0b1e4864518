/** Webhook trials: rate and peak (W-4), black hole (W-5), order (W-3), replay (W-10). */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { mintKeys, signUp } from '../client/operator.mjs';
import { tenant } from '../client/tenant.mjs';
import { bar, quantile, spread } from './figures.mjs';
import { inversions } from './inversions.mjs';
import { arrivals, withWorld } from './world.mjs';

/** @typedef {{ root: string, short: boolean }} Options */
/** @typedef {import('./world.mjs').Announced} Announced */
/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./receiver.mjs').Seen} Seen */

/** @param {World} world @param {string[]} paths one session for each @param {(path: string) => World['backend']} [backendOf] @returns {Promise<string[]>} */
async function makeSessions({ backend, receiver }, paths, backendOf = () => backend) {
	const ids = [];
	for (let i = 0; i < paths.length; i += 20) {
		const batch = paths
			.slice(i, i + 20)
			.map((path) =>
				backendOf(path).createSession({ webhookUrl: receiver.base + path, webhookSecret: 'a-secret-for-load-trials' })
			);
		ids.push(...(await Promise.all(batch)).map(({ sessionId }) => sessionId));
	}
	return ids;
}

/** Announces the sessions by the clock: two events each. @param {World} world @param {string[]} sessionIds @param {number} eventsPerSecond */
async function announceByTheClock({ trial }, sessionIds, eventsPerSecond) {
	const start = performance.now();
	for (const [index, sessionId] of sessionIds.entries()) {
		const wait = start + (index * 2 * 1000) / eventsPerSecond - performance.now();
		if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
		trial.parts.announcer.send({ announce: [sessionId] });
	}
}

/** Commit → receiver, in ms, of each event's first arrival. @param {Announced[]} announced @param {Seen[]} seen */
function delays(announced, seen) {
	/** @type {Map<string, number>} */
	const first = new Map();
	for (const { id, at } of seen) if (!first.has(id)) first.set(id, at);
	return announced.flatMap(({ id, at }) => {
		const arrived = first.get(id);
		return arrived === undefined ? [] : [Math.max(0, arrived - at)];
	});
}

/** 100 events a second. @param {Options} options */
export const rateTrial = ({ root, short }) =>
	withWorld(root, async (world) => {
		const seconds = short ? 10 : 60;
		const count = seconds * 50;
		const sessions = await makeSessions(
			world,
			Array.from({ length: count }, (_, n) => `/ok/${n % 20}`)
		);
		const before = world.trial.parts.worker.cpuMs();
		await announceByTheClock(world, sessions, 100);
		const seen = await arrivals(world, (all) => all.length >= count * 2, 60);
		const cpu = (world.trial.parts.worker.cpuMs() - before) / (count * 2);
		const took = delays(world.announced, seen);
		const missing = count * 2 - new Set(seen.map(({ id }) => id)).size;
		console.log(
			`             ${count * 2} events in ${seconds} s to 20 endpoints; commit to receiver: ${spread(took)}`
		);
		console.log(`             ${cpu.toFixed(2)} ms of processor time a delivery in the worker`);
		return [
			bar(missing === 0, `W-4: none missing (${missing}), ${seen.length - count * 2 + missing} duplicates`),
			bar(quantile(took, 0.5) <= 50, 'W-4: p50 at most 50 ms'),
			bar(quantile(took, 0.99) <= 500, 'W-4: p99 at most 500 ms')
		].every(Boolean);
	});

/** What waits when the worker comes up, as fast as it goes. @param {Options} options */
export const peakTrial = ({ root, short }) =>
	withWorld(root, async (world) => {
		const count = short ? 500 : 5000;
		const paths = Array.from({ length: count }, (_, n) => `/ok/${n % 20}`);
		const sessions = await makeSessions(world, paths);
		await world.trial.parts.worker.end('SIGTERM');
		for (const sessionId of sessions) world.trial.parts.announcer.send({ announce: [sessionId] });
		while (world.announced.length < count * 2) await new Promise((resolve) => setTimeout(resolve, 100));
		await world.trial.parts.worker.start();
		const seen = await arrivals(world, (all) => all.length >= count * 2, 120);
		const times = seen.map(({ at }) => at);
		const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
		const rate = seen.length / seconds;
		console.log(`             ${seen.length} of ${count * 2} events to 20 endpoints in ${seconds.toFixed(1)} s`);
		return bar(seen.length >= count * 2 && rate >= 500, `W-4: peak at least 500 deliveries/s (${rate.toFixed(0)})`);
	});

/** One endpoint of twenty never answers; then it is another tenant's, whose every session names an address of its own. @param {Options} options */
export const holeTrial = ({ root, short }) =>
	withWorld(root, async (world) => {
		const seconds = short ? 20 : 60;
		const count = seconds * 50;
		const neighbour = tenant(world.trial.origin, (await mintKeys(await signUp(world.trial.origin))).secretKey);
		const ofNeighbour = (/** @type {string} */ path) => (path.startsWith('/hole/19-') ? neighbour : world.backend);
		/** @param {(n: number) => string} last the twentieth endpoint @param {string} phase */
		const run = async (last, phase) => {
			const paths = Array.from({ length: count }, (_, n) => (n % 20 === 19 ? last(n) : `/ok/${phase}-${n % 20}`));
			const sessions = await makeSessions(world, paths, ofNeighbour);
			const from = world.announced.length;
			await announceByTheClock(world, sessions, 100);
			const healthy = new Set(sessions.filter((_, n) => n % 20 !== 19));
			const mine = () => world.announced.slice(from).filter(({ sessionId }) => healthy.has(sessionId));
			const seen = await arrivals(
				world,
				(all) => all.filter(({ sessionId }) => healthy.has(sessionId)).length >= healthy.size * 2,
				60
			);
			const took = delays(mine(), seen);
			console.log(
				`             ${phase}: ${took.length} of ${healthy.size * 2} arrived at the other 19; ${spread(took)}`
			);
			return { took, missing: healthy.size * 2 - took.length };
		};
		// The same load before, during and after: what the machine does beside shows in the difference of the outer two.
		const before = await run(() => '/ok/before-19', 'before');
		const during = await run(() => '/hole/19', 'during');
		const many = await run((n) => `/hole/19-${n}`, 'many holes');
		const after = await run(() => '/ok/after-19', 'after');
		const baseline = quantile([...before.took, ...after.took], 0.99);
		const beside = (/** @type {typeof during} */ { took, missing }, /** @type {string} */ what) => {
			const p99 = quantile(took, 0.99);
			const text = `W-5: p99 of the others ${p99.toFixed(0)} ms beside ${what}, ${baseline.toFixed(0)} ms without`;
			return bar(missing === 0, 'W-5: none of the others missing') && bar(p99 <= baseline * 1.2, text);
		};
		return [beside(during, 'a black hole'), beside(many, 'one at every address')].every(Boolean);
	});

/** Receivers that fail 30 % at random, beside others that do not. @param {Options} options */
export const orderTrial = ({ root, short }) =>
	withWorld(root, async (world) => {
		const count = short ? 200 : 1000;
		/** As many sessions again go to receivers that are well: what the flaky ones cost them. @param {string} kind @param {string} phase */
		const run = async (kind, phase) => {
			const paths = Array.from({ length: count * 2 }, (_, n) =>
				n % 2 === 0 ? `/${kind}/${n % 40}` : `/ok/${phase}-${n % 40}`
			);
			const sessions = await makeSessions(world, paths);
			const from = world.announced.length;
			await announceByTheClock(world, sessions, 200);
			const others = new Set(sessions.filter((_, n) => n % 2 === 1));
			const ofOthers = (/** @type {Seen[]} */ all) => all.filter(({ sessionId }) => others.has(sessionId));
			const seen = await arrivals(world, (all) => ofOthers(all).length >= count * 2, 60);
			return delays(
				world.announced.slice(from).filter(({ sessionId }) => others.has(sessionId)),
				seen
			);
		};
		const before = await run('ok', 'before');
		const beside = await run('flaky', 'beside');
		const after = await run('ok', 'after');
		// Waits of 5 s, 1 min and 5 min stand between attempts: what is still on its way after this has failed three times.
		const seconds = short ? 30 : 120;
		const ofFlaky = (/** @type {Seen[]} */ all) => all.filter(({ path }) => path.startsWith('/flaky/'));
		const isDone = (/** @type {Seen[]} */ all) =>
			ofFlaky(all).filter(({ status }) => status === 200).length >= count * 2;
		const seen = ofFlaky(await arrivals(world, isDone, seconds));
		const arrived = new Set(seen.filter(({ status }) => status === 200).map(({ id }) => id)).size;
		console.log(
			`             ${arrived} of ${count * 2} events arrived after ${seen.length} attempts, the rest is on its way`
		);
		const wrong = inversions(seen);
		const [baseline, p99] = [quantile([...before, ...after], 0.99), quantile(beside, 0.99)];
		return [
			bar(wrong === 0, `W-3: ${wrong} inversions in ${count} sessions`),
			bar(
				beside.length === count * 2 && p99 <= baseline * 1.2,
				`W-3: p99 of the others ${p99.toFixed(0)} ms beside them, ${baseline.toFixed(0)} ms without`
			)
		].every(Boolean);
	});

/** Given-up events, sent again by the range. @param {Options} options */
export const replayTrial = ({ root, short }) =>
	withWorld(root, async (world) => {
		const count = short ? 500 : 5000;
		const from = new Date(Date.now() - 1000).toISOString();
		const sessions = await makeSessions(
			world,
			Array.from({ length: count }, (_, n) => `/ok/${n % 4}`)
		);
		for (const sessionId of sessions) world.trial.parts.announcer.send({ announce: [sessionId] });
		const first = await arrivals(world, (all) => all.length >= count * 2, 120);
		await world.trial.parts.worker.end('SIGTERM');
		const database = new Database(join(world.trial.dataDir, 'idbeyond.db'));
		database.pragma('busy_timeout = 5000');
		const dead = database.prepare(`update webhook_events set state = 'failed', delivered_at = null`).run().changes;
		database.close();
		await world.trial.parts.worker.start();
		const start = performance.now();
		let cursor;
		do {
			const reply = await world.backend.call('events/resend', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ from, to: new Date().toISOString(), ...(cursor ? { cursor } : {}) })
			});
			const answer = await reply.json();
			if (reply.status !== 202) throw new Error(`Resending answered ${reply.status}: ${JSON.stringify(answer)}`);
			cursor = answer.nextCursor;
		} while (cursor);
		const seen = await arrivals(world, (all) => all.length >= first.length + dead, 120);
		const seconds = (performance.now() - start) / 1000;
		const again = new Set(seen.slice(first.length).map(({ id }) => id)).size;
		console.log(`             ${again} of ${dead} given-up events arrived again in ${seconds.toFixed(1)} s`);
		return bar(again === dead && seconds <= 60, `W-10: ${dead} replayed within 60 s`);
	});
