import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { createLogger } from '$lib/server/platform';
import { LeaseLost } from './signals';
import { enqueue } from './queue';
import { makeJobWorld } from './testing';

const LEASE_MS = 15_000;

onEveryDatabase('leases', ({ dialect, openFresh }) => {
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

	it('takes a dead worker’s job again when its lease ends, not sooner', async () => {
		await world.add('a');
		let reached: () => void = () => undefined;
		const taken = new Promise<void>((resolve) => (reached = resolve));
		let letGo: () => void = () => undefined;
		const stuck = world.runner({
			handle: () => {
				reached();
				return new Promise<void>((resolve) => (letGo = resolve));
			}
		});
		const stuckDrain = stuck.drain();
		await taken;
		const attempts: number[] = [];
		const other = world.runner({ handle: async ({ attempt }) => void attempts.push(attempt) });
		world.clock.advance(LEASE_MS);
		expect(await other.drain()).toBe(0);
		world.clock.advance(1);
		expect(await other.drain()).toBe(1);
		expect(attempts).toEqual([2]);
		letGo();
		await stuckDrain;
	});

	it('does not let a worker that lost its lease finish, fail or record anything', async () => {
		await world.add('a');
		let reached: () => void = () => undefined;
		const taken = new Promise<void>((resolve) => (reached = resolve));
		let resume: () => void = () => undefined;
		const frozen = new Promise<void>((resolve) => (resume = resolve));
		let outcome: unknown;
		const sleeper = world
			.runner({
				async handle({ finishIn }) {
					reached();
					await frozen;
					outcome = await store
						.tx(function* (tx) {
							yield* enqueue(tx, world.deps, { job: world.greet, payload: { name: 'effect' }, key: 'greet:effect' });
							yield* finishIn(tx);
						})
						.catch((error: unknown) => error);
					throw new Error('and it fails on top');
				}
			})
			.drain();
		await taken;
		world.clock.advance(LEASE_MS + 1);
		await world.runner({ handle: () => Promise.reject(new Error('second')) }).drain();
		const before = await world.row('a');
		resume();
		await sleeper;
		expect(outcome).toBeInstanceOf(LeaseLost);
		expect(await world.row('effect')).toBeUndefined();
		expect(await world.row('a')).toEqual(before);
	});

	it('keeps the lease of a job that runs for long, as long as its worker lives', async () => {
		world = makeJobWorld(store, { heartbeatMs: 2 });
		await world.add('a');
		let letGo: () => void = () => undefined;
		const held = new Promise<void>((resolve) => (letGo = resolve));
		let reached: () => void = () => undefined;
		const taken = new Promise<void>((resolve) => (reached = resolve));
		const busy = world
			.runner({
				handle: () => {
					reached();
					return held;
				}
			})
			.drain();
		await taken;
		for (let i = 0; i < 4; i++) {
			world.clock.advance(LEASE_MS - 1);
			const expected = world.clock.now() + LEASE_MS;
			while ((await world.row('a'))?.lockedUntil !== expected) await new Promise(setImmediate);
			expect(await world.runner({ handle: async () => undefined }).drain()).toBe(0);
		}
		letGo();
		await busy;
		expect(await world.row('a')).toBeUndefined();
	});

	it('aborts the handler of a job that another worker holds by now', async () => {
		world = makeJobWorld(store, { heartbeatMs: 2 });
		await world.add('a');
		let drained: Promise<number> | undefined;
		const reason = await new Promise((resolve) => {
			drained = world
				.runner({
					async handle({ signal }) {
						await store.db.update(store.t.jobs).set({ lockToken: 'another worker' });
						await new Promise((aborted) => signal.addEventListener('abort', aborted));
						resolve(signal.reason);
					}
				})
				.drain();
		});
		await drained;
		expect(reason).toBeInstanceOf(LeaseLost);
		expect((await world.row('a'))?.lockToken).toBe('another worker');
	});

	it('goes on after the database has failed it', async () => {
		await world.add('a');
		const rename = async (from: string, to: string) => {
			const statement = sql.raw(`alter table ${from} rename to ${to}`);
			if (dialect === 'sqlite') await store.db.run(statement);
			else await (store.db as unknown as NodePgDatabase).execute(statement);
		};
		let failed: () => void = () => undefined;
		const claimFailed = new Promise<void>((resolve) => (failed = resolve));
		const log = createLogger({
			...{ level: 'error', name: 'test' },
			destination: { write: (line) => void (line.includes('claiming a job failed') && failed()) }
		});
		let done: () => void = () => undefined;
		const ran = new Promise<void>((resolve) => (done = resolve));
		await rename('jobs', 'jobs_away');
		const runner = world.runner({ handle: async () => done() }, { deps: { ...world.deps, log } });
		runner.start();
		await claimFailed;
		await rename('jobs_away', 'jobs');
		await ran;
		await runner.stop();
		expect(await world.row('a')).toBeUndefined();
	});

	it('ends a job that kills every worker, and tells its domain', async () => {
		await world.add('a');
		await store.db.update(store.t.jobs).set({ attempts: 3, lockToken: 'dead worker', lockedUntil: world.clock.now() });
		world.clock.advance(1);
		const dead: string[] = [];
		let ran = 0;
		await world
			.runner({
				handle: async () => void ran++,
				*onDead(tx, _payload, reason) {
					dead.push(reason);
					yield* enqueue(tx, world.deps, { ...farFollowUp(), key: 'greet:follow-up' });
				}
			})
			.drain();
		expect([ran, dead]).toEqual([0, ['worker_died']]);
		expect((await world.row('a'))?.deadAt).toBe(world.clock.now());
	});

	it('stops by letting running jobs finish', async () => {
		await world.add('a');
		let reached: () => void = () => undefined;
		const taken = new Promise<void>((resolve) => (reached = resolve));
		let letGo: () => void = () => undefined;
		const runner = world.runner({
			handle: () => {
				reached();
				return new Promise<void>((resolve) => (letGo = resolve));
			}
		});
		runner.start();
		await taken;
		const stopped = runner.stop();
		letGo();
		await stopped;
		expect(await world.row('a')).toBeUndefined();
	});

	it('aborts what outlasts the grace, and gives the lease back without counting the attempt', async () => {
		await world.add('a');
		let reached: () => void = () => undefined;
		const taken = new Promise<void>((resolve) => (reached = resolve));
		const runner = world.runner({
			handle: ({ signal }) => {
				reached();
				return new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
			}
		});
		runner.start();
		await taken;
		await runner.stop({ graceMs: 0 });
		expect(await world.row('a')).toMatchObject({ attempts: 0, lockToken: null, lockedUntil: null });
	});
});
