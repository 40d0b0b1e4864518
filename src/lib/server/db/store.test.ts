import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertDurable } from './durability';
import { isUniqueViolation } from './errors';
import { onEveryDatabase } from './everyDatabase';
import { openStore, q, type Store } from './store';
import { migrationsDir } from './testing';

const makeOrganization = (id: string) => ({ id, name: `Organization ${id}`, createdAt: 1 });

onEveryDatabase('the store', ({ openFresh }) => {
	let store: Store;
	beforeEach(async () => {
		store = await openFresh();
	});
	afterEach(() => store.close());
	const namesById = async () => {
		const rows = await store.db.select().from(store.t.organizations);
		return Object.fromEntries(rows.map((row) => [row.id, row.name]));
	};

	it('keeps all of a transaction, and gives back what it returns', async () => {
		const returned = await store.tx(function* (tx) {
			const rows = yield* q(tx.db.insert(tx.t.organizations).values(makeOrganization('a')).returning());
			yield* q(tx.db.insert(tx.t.organizations).values(makeOrganization('b')));
			return rows[0]?.id;
		});
		expect(returned).toBe('a');
		expect(Object.keys(await namesById()).sort()).toEqual(['a', 'b']);
	});

	it('keeps nothing of a transaction that throws, and throws the same error on', async () => {
		const failure = new Error('undo');
		const undone = store.tx(function* (tx) {
			yield* q(tx.db.insert(tx.t.organizations).values(makeOrganization('a')));
			throw failure;
		});
		await expect(undone).rejects.toBe(failure);
		expect(await namesById()).toEqual({});
	});

	it('keeps nothing when a statement fails half-way', async () => {
		const undone = store.tx(function* (tx) {
			yield* q(tx.db.insert(tx.t.organizations).values(makeOrganization('a')));
			yield* q(tx.db.insert(tx.t.organizations).values(makeOrganization('a')));
		});
		const error = await undone.catch((reason: unknown) => reason);
		expect(isUniqueViolation(error)).toBe(true);
		expect(await namesById()).toEqual({});
	});

	it('refuses a row whose parent does not exist', async () => {
		const orphan = store.db
			.insert(store.t.memberships)
			.values({ organizationId: 'nobody', userId: 'nobody', role: 'owner', createdAt: 1 });
		await expect(Promise.resolve(orphan)).rejects.toThrow();
	});

	it('loses no count when many transactions read and write the same row at once', async () => {
		await store.db.insert(store.t.rateLimitCounters).values({ bucket: 'b', windowStart: 0, count: 0 });
		const { rateLimitCounters: counters } = store.t;
		await Promise.all(
			Array.from({ length: 50 }, () =>
				store.tx(function* (tx) {
					const bumped = yield* q(
						tx.db
							.update(counters)
							.set({ count: sql`${counters.count} + 1` })
							.where(eq(counters.bucket, 'b'))
							.returning()
					);
					// Were another transaction's statement to slip in between, this write would undo its count.
					yield* q(
						tx.db
							.update(counters)
							.set({ count: bumped[0]?.count ?? -1 })
							.where(eq(counters.bucket, 'b'))
					);
				})
			)
		);
		expect((await store.db.select().from(counters))[0]?.count).toBe(50);
	});

	it('lets no reader outside see a transaction half done', async () => {
		await store.db.insert(store.t.organizations).values(makeOrganization('a'));
		const seen: string[] = [];
		const writer = store.tx(function* (tx) {
			const { organizations } = tx.t;
			yield* q(tx.db.update(organizations).set({ name: 'half' }).where(eq(organizations.id, 'a')));
			yield* q(tx.db.update(organizations).set({ name: 'done' }).where(eq(organizations.id, 'a')));
		});
		const readers = Array.from({ length: 20 }, async () => seen.push((await namesById()).a ?? ''));
		await Promise.all([writer, ...readers]);
		expect(seen).toHaveLength(20);
		expect(seen).not.toContain('half');
		expect((await namesById()).a).toBe('done');
	});

	it('gives back bytes, booleans, JSON and large integers as they came', async () => {
		const payload = { z: 1, a: 'ü', nested: 2 ** 31 };
		await store.db.insert(store.t.jobs).values({
			id: 'j',
			lane: 'l',
			kind: 'k',
			key: 'k',
			payload,
			runAt: 8_640_000_000_000_000,
			attempts: 0,
			createdAt: 1
		});
		const row = (await store.db.select().from(store.t.jobs))[0];
		expect(row?.runAt).toBe(8_640_000_000_000_000);
		expect(JSON.stringify(row?.payload)).toBe(JSON.stringify(payload));
		expect(row?.deadAt).toBeNull();
	});
});

describe('a SQLite file', () => {
	const root = mkdtempSync(join(tmpdir(), 'store-'));
	afterAll(() => rmSync(root, { recursive: true, force: true }));
	/** Reads the pragmas of the store's own connection: some of them hold per connection, not per file. */
	const pragmas = async (store: Store) => {
		const read = async (name: string) =>
			Object.values(((await store.db.all(sql.raw(`pragma ${name}`)))[0] ?? {}) as Record<string, unknown>)[0];
		return {
			journalMode: await read('journal_mode'),
			synchronous: await read('synchronous'),
			foreignKeys: await read('foreign_keys'),
			busyTimeout: await read('busy_timeout'),
			secureDelete: await read('secure_delete')
		};
	};
	const durable = { journalMode: 'wal', synchronous: 2, foreignKeys: 1, busyTimeout: 5000, secureDelete: 1 };

	it('loses no acknowledged commit: the pragmas hold after a write, fresh and reopened', async () => {
		const file = join(root, 'durable.db');
		for (const id of ['fresh', 'reopened']) {
			const store = await openStore(file, { migrationsDir });
			await store.db.insert(store.t.organizations).values(makeOrganization(id));
			expect(await pragmas(store)).toEqual(durable);
			await store.close();
		}
	});

	it('is refused when it would not be durable', () => {
		const raw = new Database(join(root, 'lax.db'));
		raw.pragma('journal_mode = WAL');
		raw.pragma('synchronous = NORMAL');
		expect(() => assertDurable(raw)).toThrow('synchronous');
		raw.close();
	});
});
