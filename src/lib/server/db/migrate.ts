import { sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';

/** Any number: it only has to be the same in every process, so that two starting at once do not migrate at once. */
const MIGRATION_LOCK = 4_915_203;

/** How long a process waits for another that migrates the same file: a large table may be written anew. */
const MIGRATION_WAIT_MS = 600_000;

/**
 * Brings a SQLite schema to the newest migration of the folder; done when it returns. drizzle's own loop reads what is applied
 * before its transaction begins: of two processes that start at once on a fresh file, one would fail on "table exists". Here
 * the write lock is taken first. The table of what is applied is drizzle's.
 */
export function migrateSqliteToLatest<S extends Record<string, unknown>>(
	db: BetterSQLite3Database<S>,
	folder: string
): void {
	const [waits] = db.all<{ timeout: number }>(sql`pragma busy_timeout`);
	db.run(sql.raw(`pragma busy_timeout = ${MIGRATION_WAIT_MS}`));
	try {
		db.transaction((tx) => applyMissing(tx, folder), { behavior: 'immediate' });
	} finally {
		db.run(sql.raw(`pragma busy_timeout = ${waits?.timeout ?? 0}`));
	}
}

function applyMissing(tx: Pick<BetterSQLite3Database, 'all' | 'run'>, folder: string): void {
	tx.run(
		sql`create table if not exists __drizzle_migrations (id serial primary key, hash text not null, created_at numeric)`
	);
	const [newest] = tx.all<{ at: number | null }>(sql`select max(created_at) as at from __drizzle_migrations`);
	for (const { sql: statements, hash, folderMillis } of readMigrationFiles({ migrationsFolder: folder })) {
		if (folderMillis <= Number(newest?.at ?? 0)) continue;
		for (const statement of statements) tx.run(sql.raw(statement));
		tx.run(sql`insert into __drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`);
	}
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
