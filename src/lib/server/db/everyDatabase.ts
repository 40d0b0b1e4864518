import { describe } from 'vitest';
import type { Dialect, Store } from './store';
import { openTestPgStore, openTestStore } from './testing';

interface TestDatabase {
	dialect: Dialect;
	/** A fresh, empty database with the real migrations. The test closes it. */
	openFresh(): Promise<Store>;
}

/** Runs the same tests on SQLite, and on PostgreSQL where the run has one; where not, they are skipped by name. */
export function onEveryDatabase(name: string, tests: (database: TestDatabase) => void): void {
	describe(`${name} on SQLite`, () => tests({ dialect: 'sqlite', openFresh: openTestStore }));
	const missing = process.env.IDB_TEST_PG_URL ? null : 'IDB_TEST_PG_URL is not set';
	describe.skipIf(missing)(`${name} on PostgreSQL${missing ? ` (skipped: ${missing})` : ''}`, () =>
		tests({ dialect: 'pg', openFresh: openPg })
	);
}

async function openPg(): Promise<Store> {
	const store = await openTestPgStore();
	if (!store) throw new Error('IDB_TEST_PG_URL is not set');
	return store;
}
