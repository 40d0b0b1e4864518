import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { openStore, type Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { migrationsDir } from '$lib/server/db/testing';
import { claimDue } from './jobsRepo';
import { enqueue, hastenGroup, postponeGroup } from './queue';
import { RetryAt } from './signals';
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

	it('puts a job off without counting the attempt, together with the handler’s own effects', async () => {
		await world.add('a');
		const attempts: number[] = [];
		const runner = world.runner({
			async handle({ attempt, postponeIn, finishIn }) {
				attempts.push(attempt);
				await store.tx((tx) => (attempts.length < 5 ? postponeIn(tx, world.clock.now() + 1_000) : finishIn(tx)));
			}
		});
		for (let i = 0; i < 5; i++) {
			expect(await runner.drain()).toBe(1);
			world.clock.advance(1_000);
		}
		expect(attempts).toEqual([1, 1, 1, 1, 1]);
		expect(await world.row('a')).toBeUndefined();
	});

	it('postpones the waiting jobs of a group, and hastens those alone that were postponed', async () => {
		const now = world.clock.now();
		const until = now + 1_000;
		await world.add('due', { groupKey: 'g' });
		await world.add('later', { groupKey: 'g', runAt: until + 1 });
		await world.add('other', { groupKey: 'h' });
		await store.tx((tx) => postponeGroup(tx, 'g', until));
		const at = async () => [
			(await world.row('due'))?.runAt,
			(await world.row('later'))?.runAt,
			(await world.row('other'))?.runAt
		];
		expect(await at()).toEqual([until, until + 1, now]);
		await store.tx((tx) => hastenGroup(tx, world.deps, 'g', until));
		expect(await at()).toEqual([now, until + 1, now]);
	});

	it('leaves room beside an owner whose every job is a group of its own', async () => {
		for (let i = 0; i < 6; i++) await world.add(`dead${i}`, { groupKey: `dead-${i}`, ownerKey: 'one' });
		world.clock.advance(1);
		for (let i = 0; i < 2; i++) await world.add(`other${i}`, { groupKey: `o-${i}`, ownerKey: 'other' });
		world.clock.advance(1);
		await world.add('nobody');
		const claim = async () =>
			(
				await claimDue(store, {
					...{ lane: 'test', leaseMs: new Map([['greet', 1_000]]), groupLimit: 4, ownerLimit: 3, limit: 4 },
					...{ now: world.clock.now(), token: 't' }
				})
			).map(({ payload }) => (payload as { name: string }).name);
		expect(await claim()).toEqual(['dead0', 'dead1', 'dead2', 'other0']);
		expect(await claim()).toEqual(['other1', 'nobody']);
		expect(await claim()).toEqual([]);
	});

	it('takes many up in one claim, none beyond its group’s limit, and passes a full group over', async () => {
		for (let i = 0; i < 6; i++) await world.add(`g${i}`, { groupKey: 'g' });
		world.clock.advance(1);
		for (let i = 0; i < 3; i++) await world.add(`h${i}`, { groupKey: 'h' });
		const claim = (limit: number) =>
			claimDue(store, {
				...{ lane: 'test', leaseMs: new Map([['greet', 1_000]]), groupLimit: 4, ownerLimit: 9, limit },
				...{ now: world.clock.now(), token: 't' }
			});
		const names = async (limit: number) =>
			(await claim(limit)).map(({ payload }) => (payload as { name: string }).name);
		expect(await names(3)).toEqual(['g0', 'g1', 'g2']);
		expect(await names(10)).toEqual(['g3', 'h0', 'h1', 'h2']);
		expect(await names(10)).toEqual([]);
	});

	it('is woken by the commit that brings a job, long before it would look by itself', async () => {
		let done: () => void = () => undefined;
		const ran = new Promise<void>((resolve) => (done = resolve));
		const runner = world.runner({ handle: async () => done() }, { pollMs: 600_000 });
		runner.start();
		await new Promise(setImmediate);
		await world.add('a');
		await ran;
		await runner.stop();
		expect(await world.row('a')).toBeUndefined();
	});
});

describe('a SQLite file that another process writes', () => {
	it('wakes whoever waits for work', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'changes-'));
		const [mine, theirs] = [
			await openStore(join(folder, 'x.db'), { migrationsDir }),
			await openStore(join(folder, 'x.db'), { migrationsDir })
		];
		let woken = () => {};
		const heard = new Promise<void>((resolve) => (woken = resolve));
		const forget = mine.onChange(woken);
		await theirs.tx((tx) => enqueue(tx, makeJobWorld(theirs).deps, request(makeJobWorld(theirs))));
		await heard;
		forget();
		await Promise.all([mine.close(), theirs.close()]);
		rmSync(folder, { recursive: true, force: true });
		expect(forget).toBeTypeOf('function');
	});
});

const request = ({ greet }: ReturnType<typeof makeJobWorld>) => ({
	...{ job: greet, payload: { name: 'a' }, key: 'greet:a' }
});
