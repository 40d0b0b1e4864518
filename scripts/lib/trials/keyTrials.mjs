/** Key trials: auth (K-2), swap (K-4), refusals (K-6), fair (K-7), retries (W-9). */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { mintKeys, rotateKeys, signUp } from '../client/operator.mjs';
import { bar, quantile, spread } from './figures.mjs';
import { generate } from './generate.mjs';
import { startLoad } from './load.mjs';
import { openTrial } from './processes.mjs';
import { apart, refusals, wrongKeys } from './wrongKeys.mjs';

/** @typedef {{ root: string, short: boolean }} Options */

/**
 * @param {{ root: string, env?: Record<string, string> }} options
 * @param {(origin: string, trial: import('./processes.mjs').Trial) => Promise<boolean>} work
 */
async function withWeb(options, work) {
	const trial = await openTrial(options);
	try {
		await trial.parts.web.start();
		return await work(trial.origin, trial);
	} finally {
		await trial.close();
	}
}

/** A key is replaced under 200 creates a second; its callers go over to the new one little by little. @param {Options} options */
export const swapTrial = ({ root, short }) =>
	withWeb({ root }, async (origin) => {
		const operator = await signUp(origin);
		const before = await mintKeys(operator);
		const seconds = short ? 9 : 60;
		/** Share of the callers that have the new key, which grows over the middle third. */
		let moved = 0;
		let after = before;
		const load = startLoad({
			origin,
			secretKey: () => (Math.random() < moved ? after : before).secretKey,
			perSecond: 200,
			seconds
		});
		const third = (seconds * 1000) / 3;
		await pause(third);
		after = await rotateKeys(operator, before.id, 1);
		for (let step = 1; step <= 20; step++) {
			moved = step / 20;
			await pause(third / 20);
		}
		const { count, failed, ms } = await load.done;
		console.log(`             ${count} made in ${seconds} s, ${failed} failed; ${spread(ms)}`);
		return bar(failed === 0 && count === seconds * 200, 'K-4: no request fails while a key is replaced');
	});

/** @param {Options} options */
export const refusalTrial = ({ root, short }) =>
	withWeb({ root }, async (origin) => {
		const keys = await wrongKeys(await signUp(origin));
		await refusals(origin, keys, 200);
		const rounds = short ? 1_000 : 10_000;
		const { bodies, medians } = await refusals(origin, keys, rounds);
		console.log(
			`             median of ${rounds}: ${medians.map(({ kind, ms }) => `${kind} ${ms.toFixed(3)} ms`).join(', ')}`
		);
		return [
			bar(bodies.size === 1, 'K-6: one answer to whatever is wrong with a key'),
			bar(apart(medians) <= 1, `K-6: the medians within a millisecond (${apart(medians).toFixed(3)} ms)`)
		].every(Boolean);
	});

/** What a key costs at 500 calls a second, within the process. @param {Options} options */
export const authTrial = ({ root, short }) =>
	withWeb({ root }, async (origin, trial) => {
		const { secretKey } = await mintKeys(await signUp(origin));
		const script = join(root, 'build', 'authTimes.js');
		const { status, output } = await run(process.execPath, [script, secretKey, short ? '5' : '30'], {
			cwd: root,
			quiet: true,
			env: { ...process.env, DATA_DIR: trial.dataDir, ORIGIN: origin }
		});
		if (status !== 0) throw new Error(output);
		/** @type {number[]} */
		const ms = JSON.parse(output);
		console.log(`             ${ms.length} calls at 500/s; ${spread(ms)}`);
		return bar(
			quantile(ms, 0.99) <= 1,
			`K-2: p99 of authentication at most 1 ms (${quantile(ms, 0.99).toFixed(3)} ms)`
		);
	});

/** Fifty creates with one Idempotency-Key at once, again and again. @param {Options} options */
export const retriesTrial = ({ root, short }) =>
	withWeb({ root }, async (origin) => {
		const { secretKey } = await mintKeys(await signUp(origin));
		const rounds = short ? 50 : 1_000;
		let [wrong, answers] = [0, 0];
		for (let round = 0; round < rounds; round++) {
			const key = randomUUID();
			const create = async () => {
				const reply = await fetch(`${origin}/api/verification/sessions`, {
					method: 'POST',
					headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', 'idempotency-key': key },
					body: BODY
				});
				return `${reply.status} ${await reply.text()}`;
			};
			const told = new Set(await Promise.all(Array.from({ length: 50 }, create)));
			answers += 50;
			if (told.size !== 1 || ![...told][0]?.startsWith('201 ')) wrong++;
		}
		console.log(`             ${answers} creates with ${rounds} keys`);
		return bar(wrong === 0, `W-9: ${wrong} of ${rounds} keys got more than one answer from 50 creates at once`);
	});

const LIMIT_PER_SECOND = 20;

/** One tenant asks ten times what it may; another goes on with half of what it may, now with and now without the first. @param {Options} options */
export const fairTrial = ({ root, short }) =>
	withWeb({ root, env: { RATE_LIMIT_PER_KEY: String(LIMIT_PER_SECOND * 60) } }, async (origin) => {
		const [greedy, modest] = [await mintKeys(await signUp(origin)), await mintKeys(await signUp(origin))];
		const seconds = short ? 7 : 22;
		const ask = (/** @type {string} */ key, /** @type {number} */ perSecond) =>
			generate({
				url: `${origin}/api/verification/sessions`,
				headers: {
					authorization: `Bearer ${key}`,
					'content-type': 'application/json',
					'content-length': String(Buffer.byteLength(BODY))
				},
				body: BODY,
				connections: 32,
				perSecond,
				seconds,
				warmUpSeconds: 2
			});
		await ask(modest.secretKey, LIMIT_PER_SECOND / 2);
		/** @type {Record<'alone' | 'beside', number[]>} */
		const ms = { alone: [], beside: [] };
		let [failed, refused] = [0, 0];
		for (let round = 0; round < (short ? 2 : 6); round++) {
			const alone = await ask(modest.secretKey, LIMIT_PER_SECOND / 2);
			const [beside, other] = await Promise.all([
				ask(modest.secretKey, LIMIT_PER_SECOND / 2),
				ask(greedy.secretKey, LIMIT_PER_SECOND * 10)
			]);
			ms.alone.push(...alone.ms);
			ms.beside.push(...beside.ms);
			failed += alone.failed + beside.failed;
			refused += other.failed;
		}
		const cost = quantile(ms.beside, 0.99) / quantile(ms.alone, 0.99) - 1;
		console.log(
			`             alone ${spread(ms.alone)}; beside ${spread(ms.beside)}; ${refused} refusals to the other`
		);
		return bar(
			failed === 0 && cost < 0.1,
			`K-7: a tenant at ten times its limit costs another under 10 % of p99 (${(cost * 100).toFixed(0)} %)`
		);
	});

const BODY = JSON.stringify({ externalUserId: 'user_123' });

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
