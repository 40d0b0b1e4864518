import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openStore, type Store } from './store';

export const migrationsDir = fileURLToPath(new URL('../../../../drizzle', import.meta.url));

/** A fresh SQLite database in memory with the real migrations. */
export const openTestStore = (): Promise<Store> => openStore(':memory:', { migrationsDir });

/** A fresh database on the PostgreSQL that the test run started, or null (the run says so aloud). */
export async function openTestPgStore(): Promise<Store | null> {
	const url = process.env.IDB_TEST_PG_URL;
	if (!url) return null;
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const server = new pg.Client({ connectionString: url });
	await server.connect();
	await server.query(`create database ${name}`);
	await server.end();
	const own = new URL(url);
	own.pathname = `/${name}`;
	return openStore(own.href, { migrationsDir });
}
