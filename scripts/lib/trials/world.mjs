/** What the webhook trials have in common: a running site, its worker, the announcer, receivers, and one tenant. */
import { mintKeys, signUp } from '../client/operator.mjs';
import { tenant } from '../client/tenant.mjs';
import { openTrial } from './processes.mjs';
import { startReceiver } from './receiverProcess.mjs';

/** @typedef {{ id: string, sessionId: string, sequence: number, at: number }} Announced */
/** @typedef {import('./receiver.mjs').Seen} Seen */

/**
 * Everything runs when `work` begins, and is gone afterwards.
 * @template T
 * @param {string} root
 * @param {(world: World) => Promise<T>} work
 */
export async function withWorld(root, work) {
	const trial = await openTrial({ root });
	const receiver = await startReceiver();
	try {
		await trial.parts.web.start();
		await Promise.all([trial.parts.worker.start(), trial.parts.announcer.start()]);
		const { secretKey } = await mintKeys(await signUp(trial.origin));
		/** @type {Announced[]} */
		const announced = [];
		trial.parts.announcer.onMessage((message) => message.announced && announced.push(message.announced));
		return await work({ trial, receiver, backend: tenant(trial.origin, secretKey), secretKey, announced });
	} catch (error) {
		console.error(trial.log().split('\n').slice(-20).join('\n'));
		throw error;
	} finally {
		receiver.close();
		await trial.close();
	}
}

/**
 * @typedef {object} World
 * @property {import('./processes.mjs').Trial} trial
 * @property {Awaited<ReturnType<typeof startReceiver>>} receiver
 * @property {ReturnType<typeof tenant>} backend
 * @property {string} secretKey
 * @property {Announced[]} announced
 */

/** Waits until the receivers have seen what `enough` wants, or the time is up. @param {World} world @param {(seen: Seen[]) => boolean} enough @param {number} seconds */
export async function arrivals({ receiver }, enough, seconds) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const seen = await receiver.report();
		if (enough(seen) || Date.now() > end) return seen;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
