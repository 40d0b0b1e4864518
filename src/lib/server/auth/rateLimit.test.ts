import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { openTestStore } from '$lib/server/db/testing';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { countOrRefuse, eraseOldCounters } from './rateLimit';

const MINUTE = 60_000;
const limit = (subject = 'a', most = 3) => ({ name: 'x', subject, limit: most, windowMs: 15 * MINUTE });

onEveryDatabase('rate limits', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const tryOnce = (...limits: ReturnType<typeof limit>[]) =>
		countOrRefuse(world.deps, limits).then(
			() => 'counted',
			(error: { code?: string }) => error.code
		);

	it('counts up to the limit, refuses the next, and opens again when the window has passed', async () => {
		for (let event = 0; event < 3; event++) expect(await tryOnce(limit())).toBe('counted');
		expect(await tryOnce(limit())).toBe('RATE_LIMITED');
		expect(await tryOnce(limit('b'))).toBe('counted');
		world.deps.clock.advance(17 * MINUTE);
		expect(await tryOnce(limit())).toBe('counted');
	});

	it('never lets more than the limit pass in any stretch of the window', async () => {
		const passed: number[] = [];
		for (let step = 0; step < 120; step++) {
			if ((await tryOnce(limit())) === 'counted') passed.push(world.deps.clock.now());
			world.deps.clock.advance(37_000);
		}
		expect(passed.length).toBeGreaterThan(6);
		for (const start of passed)
			expect(passed.filter((at) => at >= start && at < start + 15 * MINUTE).length).toBeLessThanOrEqual(3);
	});

	it('counts nothing anywhere when one of several limits refuses', async () => {
		for (let event = 0; event < 3; event++) await tryOnce(limit('tight'));
		expect(await tryOnce(limit('wide', 1), limit('tight'))).toBe('RATE_LIMITED');
		expect(await tryOnce(limit('wide', 1))).toBe('counted');
	});

	it('says in seconds how long to wait, and is open again after that', async () => {
		for (let event = 0; event < 3; event++) await tryOnce(limit());
		const refusal: unknown = await countOrRefuse(world.deps, [limit()]).catch((error: unknown) => error);
		expect(refusal).toMatchObject({ code: 'RATE_LIMITED' });
		const seconds = (refusal as { retryAfterSeconds: number }).retryAfterSeconds;
		expect(seconds).toBeGreaterThan(0);
		world.deps.clock.advance(seconds * 1000);
		expect(await tryOnce(limit())).toBe('counted');
	});

	it('lets exactly the limit pass when all come at once', async () => {
		const outcomes = await Promise.all(Array.from({ length: 12 }, () => tryOnce(limit('crowd', 5))));
		expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(5);
	});

	it('stores no subject in clear, and forgets old counters', async () => {
		await tryOnce(limit('anna@example.com'));
		const { db, t } = world.deps.store;
		expect(JSON.stringify(await db.select().from(t.rateLimitCounters))).not.toContain('anna');
		world.deps.clock.advance(25 * 60 * MINUTE);
		await eraseOldCounters(world.deps);
		expect(await db.select().from(t.rateLimitCounters)).toEqual([]);
	});
});

describe('rate limits without their database', () => {
	it('refuse rather than let pass', async () => {
		const world = await makeWorld(await openTestStore());
		await world.deps.store.close();
		await expect(countOrRefuse(world.deps, [limit()])).rejects.toThrow();
	});
});
