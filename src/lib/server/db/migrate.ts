import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { sql } from 'drizzle-orm';

type Target =
	| { dialect: 'sqlite'; db: BetterSQLite3Database<Record<string, unknown>>; folder: string }
	| { dialect: 'pg'; db: NodePgDatabase<Record<string, unknown>>; folder: string };

/** Any number: it only has to be the same in every process, so that two starting at once do not migrate at once. */
const MIGRATION_LOCK = 4_915_203;

/** Brings the schema to the newest migration of the folder. SQLite: done when it returns; PostgreSQL: await it. */
export function migrateToLatest(target: Target): void | Promise<void> {
	if (target.dialect === 'sqlite') return migrateSqlite(target.db, { migrationsFolder: target.folder });
	return target.db.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
		await migratePg(target.db, { migrationsFolder: target.folder });
	});
}
