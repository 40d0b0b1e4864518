import { sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator';

/** Any number: it only has to be the same in every process, so that two starting at once do not migrate at once. */
const MIGRATION_LOCK = 4_915_203;

/** Brings a SQLite schema to the newest migration of the folder; done when it returns. */
export function migrateSqliteToLatest<S extends Record<string, unknown>>(
	db: BetterSQLite3Database<S>,
	folder: string
): void {
	migrateSqlite(db, { migrationsFolder: folder });
}

/** Brings a PostgreSQL schema to the newest migration of the folder, one process at a time. */
export function migratePgToLatest<S extends Record<string, unknown>>(
	db: NodePgDatabase<S>,
	folder: string
): Promise<void> {
	return db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
		await migratePg(db, { migrationsFolder: folder });
	});
}
