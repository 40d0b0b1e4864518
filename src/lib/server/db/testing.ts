import { fileURLToPath } from 'node:url';
import { openStore, type Store } from './store';

const migrationsDir = fileURLToPath(new URL('../../../../drizzle', import.meta.url));

/** A fresh SQLite database in memory with the real migrations. */
export const openTestStore = (): Promise<Store> => openStore(':memory:', { migrationsDir });

/** The same on the PostgreSQL that the test run started, or null (the run says so aloud). */
export async function openTestPgStore(): Promise<Store | null> {
	const url = process.env.IDB_TEST_PG_URL;
	return url ? openStore(url, { migrationsDir }) : null;
}
