import { randomUUID } from 'node:crypto';

/**
 * Creates sessions by the clock, `perSecond` of them, whatever became of the earlier ones; until the time is up or `stop()`.
 * @param {{ origin: string, secretKey: string | (() => string), perSecond: number, seconds: number }} order
 */
export function startLoad({ origin, secretKey, perSecond, seconds }) {
	const keyNow = () => (typeof secretKey === 'string' ? secretKey : secretKey());
	/** @type {number[]} */
	const ms = [];
	let failed = 0;
	let stopped = false;
	/** @param {number} dueAt */
	const create = async (dueAt) => {
		const reply = await fetch(`${origin}/api/verification/sessions`, {
			method: 'POST',
			headers: { authorization: `Bearer ${keyNow()}`, 'content-type': 'application/json' },
			body: JSON.stringify({ externalUserId: randomUUID() })
		}).catch(() => null);
		await reply?.arrayBuffer();
		if (reply?.status === 201) ms.push(performance.now() - dueAt);
		else failed++;
	};
	const run = async () => {
		const begunAt = performance.now();
		const asked = [];
		for (let nth = 0; !stopped && nth < seconds * perSecond; nth++) {
			const dueAt = begunAt + (nth * 1000) / perSecond;
			const early = dueAt - performance.now();
			if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
			asked.push(create(dueAt));
		}
		await Promise.all(asked);
		return { count: ms.length, failed, ms };
	};
	const done = run();
	return {
		done,
		stop() {
			stopped = true;
			return done;
		}
	};
}
