import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { RetryAt } from './signals';
import { enqueue } from './queue';
import { makeJobWorld } from './testing';

onEveryDatabase('jobs', ({ openFresh }) => {
	let store: Store;
	let world: ReturnType<typeof makeJobWorld>;
	beforeAll(async () => {
		store = await openFresh();
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		await store.db.delete(store.t.jobs);
		world = makeJobWorld(store);
	});
	const farFollowUp = () => ({
		job: world.greet,
		payload: { name: 'follow-up' },
		runAt: world.clock.now() + 1_000_000_000
	});

	it('enqueues with the caller’s transaction, or not at all', async () => {
		const undone = store.tx(function* (tx) {
			yield* enqueue(tx, world.deps, { job: world.greet, payload: { name: 'a' }, key: 'greet:a' });
			throw new Error('undo');
		});
		await expect(undone).rejects.toThrow('undo');
		expect(await world.row('a')).toBeUndefined();
		expect(await world.add('a')).toBe(true);
	});

	it('adds a job once, however often it is enqueued', async () => {
		expect(await world.add('a')).toBe(true);
		expect(await world.add('a')).toBe(false);
		const names: string[] = [];
		await world.runner({ handle: async ({ payload }) => void names.push(payload.name) }).drain();
		expect(names).toEqual(['a']);
		expect(await world.row('a')).toBeUndefined();
	});

	it('runs no job before its time, and the longest due first', async () => {
		const now = world.clock.now();
		await world.add('late', { runAt: now + 5_000 });
		await world.add('second', { runAt: now - 1 });
		await world.add('first', { runAt: now - 2 });
		const names: string[] = [];
		const runner = world.runner({ handle: async ({ payload }) => void names.push(payload.name) });
		await runner.drain();
		expect(names).toEqual(['first', 'second']);
		world.clock.advance(5_000);
		await runner.drain();
		expect(names).toEqual(['first', 'second', 'late']);
	});

	it('tries again after the backoff, then keeps the job as a dead letter and tells its domain once', async () => {
		await world.add('a');
		const attempts: [number, boolean][] = [];
		const dead: string[] = [];
		const runner = world.runner({
			async handle({ attempt, isLastAttempt }) {
				attempts.push([attempt, isLastAttempt]);
				throw Object.assign(new Error('a secret'), { code: 'broken' });
			},
			*onDead(tx, payload, reason) {
				dead.push(`${payload.name} ${reason}`);
				yield* enqueue(tx, world.deps, { ...farFollowUp(), key: 'greet:follow-up' });
			}
		});
		await runner.drain();
		expect((await world.row('a'))?.runAt).toBe(world.clock.now() + 1_000);
		expect(await runner.drain()).toBe(0);
		for (let i = 0; i < 5; i++) {
			world.clock.advance(60_000);
			await runner.drain();
		}
		expect(attempts).toEqual([
			[1, false],
			[2, false],
			[3, true]
		]);
		expect(dead).toEqual(['a attempts_exhausted']);
		expect(await world.row('follow-up')).toBeDefined();
		expect(await world.row('a')).toMatchObject({ lastError: 'broken', lockToken: null, deadAt: expect.any(Number) });
	});

	it('lets a handler name the time of its next attempt', async () => {
		await world.add('a');
		const at = world.clock.now() + 12_345;
		await world.runner({ handle: () => Promise.reject(new RetryAt(at)) }).drain();
		expect((await world.row('a'))?.runAt).toBe(at);
	});

	it('buries a poisoned payload without running it', async () => {
		await world.add('a');
		await store.db
			.update(store.t.jobs)
			.set({ payload: { nome: 'a' } })
			.where(eq(store.t.jobs.key, 'greet:a'));
		let ran = 0;
		await world.runner({ handle: async () => void ran++ }).drain();
		expect(ran).toBe(0);
		expect(await world.row('a')).toMatchObject({ lastError: 'payload_invalid', deadAt: world.clock.now() });
	});

	it('finishes a job in the same transaction as its effects', async () => {
		await world.add('a');
		await world
			.runner({
				handle: async ({ finishIn }) =>
					store.tx(function* (tx) {
						yield* enqueue(tx, world.deps, {
							job: world.greet,
							payload: { name: 'next' },
							key: 'greet:next',
							runAt: world.clock.now() + 1
						});
						yield* finishIn(tx);
					})
			})
			.drain();
		expect(await world.row('a')).toBeUndefined();
		expect(await world.row('next')).toBeDefined();
	});

	it('runs at most groupLimit jobs of one group, and others past them', async () => {
		for (let i = 0; i < 6; i++) await world.add(`slow${i}`, { groupKey: 'slow', runAt: world.clock.now() - 10 });
		for (let i = 0; i < 3; i++) await world.add(`quick${i}`, { groupKey: 'quick' });
		let inSlow = 0;
		let most = 0;
		let quick = 0;
		const gates: (() => void)[] = [];
		const allQuick = new Promise<void>((resolve) => gates.push(resolve));
		await world
			.runner(
				{
					async handle({ payload }) {
						if (payload.name.startsWith('quick')) return void (++quick === 3 && gates[0]?.());
						most = Math.max(most, ++inSlow);
						await allQuick;
						inSlow--;
					}
				},
				{ concurrency: 8, groupLimit: 2 }
			)
			.drain();
		expect(most).toBe(2);
		expect(quick).toBe(3);
	});

	it('gives each of many jobs to exactly one of four workers', async () => {
		for (let i = 0; i < 60; i++) await world.add(`n${i}`);
		const ran: string[] = [];
		const work = () => world.runner({ handle: async ({ payload }) => void ran.push(payload.name) }, { concurrency: 5 });
		await Promise.all([work().drain(), work().drain(), work().drain(), work().drain()]);
		expect(ran).toHaveLength(60);
		expect(new Set(ran).size).toBe(60);
	});
});
