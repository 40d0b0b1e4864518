import { afterEach, beforeEach, expect, it } from 'vitest';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import type { AppError } from '$lib/server/platform';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { createCallLimiter, eraseFullBuckets, quotaOf, type CallLimiter } from './callLimiter';

onEveryDatabase('limits of calls', ({ openFresh }) => {
	let world: World;
	/** Two processes on one database. */
	let processes: CallLimiter[];
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		processes = [createCallLimiter(world.deps), createCallLimiter(world.deps)];
	});
	afterEach(() => world.close());

	const limit = (subject: string, perMinute = 6_000) => ({ name: 'key', subject, perMinute });
	const passes = (process: number, subject = 'a', perMinute?: number) =>
		(processes[process] as CallLimiter).take(limit(subject, perMinute)).then(
			() => true,
			(error: AppError) => {
				if (error.code !== 'RATE_LIMITED') throw error;
				return false;
			}
		);

	it('are kept to within 2 % by two processes together, in the first burst and ever after', async () => {
		const quota = quotaOf({ perMinute: 6_000 });
		let passed = 0;
		for (let call = 0; call < quota * 3; call++) if (await passes(call % 2)) passed++;
		expect(Math.abs(passed - quota)).toBeLessThanOrEqual(quota * 0.02);
		passed = 0;
		for (let step = 0; step < 200; step++) {
			world.deps.clock.advance(100);
			for (let call = 0; call < 60; call++) if (await passes(call % 2)) passed++;
		}
		// 20 s at 100 calls a second.
		expect(Math.abs(passed - 2_000)).toBeLessThanOrEqual(40);
	});

	it('say when to come back, and are open then', async () => {
		for (let call = 0; call < 10; call++) expect(await passes(0, 'slow', 60)).toBe(true);
		const refusal = await processes[0]?.take(limit('slow', 60)).catch((error: AppError) => error);
		expect(refusal).toMatchObject({ code: 'RATE_LIMITED', rateLimit: { name: 'key', limit: 10, windowSeconds: 10 } });
		const seconds = (refusal as AppError).retryAfterSeconds ?? 0;
		expect(seconds).toBeGreaterThanOrEqual(1);
		expect(await passes(1, 'slow', 60)).toBe(false);
		world.deps.clock.advance(seconds * 1000);
		expect(await passes(1, 'slow', 60)).toBe(true);
	});

	it('count each caller apart, and store nobody in clear', async () => {
		for (let call = 0; call < 11; call++) await passes(0, 'greedy', 60);
		expect(await passes(0, 'greedy', 60)).toBe(false);
		expect(await passes(0, 'modest', 60)).toBe(true);
		const rows = await world.deps.store.db.select().from(world.deps.store.t.rateLimitBuckets);
		expect(JSON.stringify(rows)).not.toMatch(/greedy|modest/);
		world.deps.clock.advance(2 * 60 * 60_000);
		await eraseFullBuckets(world.deps);
		expect(await world.deps.store.db.$count(world.deps.store.t.rateLimitBuckets)).toBe(0);
	});

	it('cost one write for many calls, and none for calls that are refused', async () => {
		let writes = 0;
		const store = {
			...world.deps.store,
			tx: (work: Parameters<typeof world.deps.store.tx>[0]) => (writes++, world.deps.store.tx(work))
		};
		const limiter = createCallLimiter({ ...world.deps, store: store as typeof world.deps.store });
		await Promise.all(Array.from({ length: 1_000 }, () => limiter.take(limit('crowd'))));
		expect(writes).toBe(100);
		await Promise.allSettled(Array.from({ length: 500 }, () => limiter.take(limit('crowd'))));
		expect(writes).toBe(100);
	});

	it('cost a caller far beyond its limit a write each hundredth of the window, and take no call from it', async () => {
		let writes = 0;
		const store = {
			...world.deps.store,
			tx: (work: Parameters<typeof world.deps.store.tx>[0]) => (writes++, world.deps.store.tx(work))
		};
		const limiter = createCallLimiter({ ...world.deps, store: store as typeof world.deps.store });
		const ask = async (calls: number) => {
			const outcomes = await Promise.allSettled(Array.from({ length: calls }, () => limiter.take(limit('eager'))));
			return outcomes.filter(({ status }) => status === 'fulfilled').length;
		};
		const quota = quotaOf({ perMinute: 6_000 });
		await ask(quota + 1);
		writes = 0;
		let passed = 0;
		for (let step = 0; step < 1_000; step++) {
			world.deps.clock.advance(10);
			passed += await ask(10);
		}
		expect(writes).toBeLessThanOrEqual(100);
		expect(Math.abs(passed - quota)).toBeLessThanOrEqual(quota * 0.02);
	});

	it('are as they were within seconds of the clock being set back by an hour, in every process', async () => {
		for (let call = 0; call < 11; call++) await passes(0, 'set-back', 60);
		expect(await passes(1, 'set-back', 60)).toBe(false);
		world.deps.clock.advance(-60 * 60_000);
		for (const process of [0, 1]) expect(await passes(process, 'set-back', 60)).toBe(false);
		world.deps.clock.advance(2_000);
		for (const process of [0, 1]) expect(await passes(process, 'set-back', 60)).toBe(true);
		expect(await passes(0, 'set-back', 60)).toBe(false);
		world.deps.clock.advance(10_000);
		let passed = 0;
		for (let call = 0; call < 30; call++) if (await passes(call % 2, 'set-back', 60)) passed++;
		expect(passed).toBe(10);
	});

	it('tell what is left', async () => {
		expect(await processes[0]?.take(limit('told', 60))).toEqual({ remaining: 9, resetSeconds: 1 });
		expect(await processes[0]?.take(limit('told', 60))).toEqual({ remaining: 8, resetSeconds: 2 });
	});
});

onEveryDatabase('limits of calls without their database', ({ openFresh }) => {
	it('let nothing pass', async () => {
		const world = await makeWorld(await openFresh());
		const limiter = createCallLimiter(world.deps);
		await world.deps.store.close();
		await expect(limiter.take({ name: 'key', subject: 'a', perMinute: 60 })).rejects.toThrow();
	});
});
