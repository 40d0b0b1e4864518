/**
 * Opens the database and drives transactions. Data access is written once for SQLite and PostgreSQL: against the SQLite
 * types, with `await`ed builders only, never `.get()`, `.all()` or `.run()`.
 *
 * A transaction is a generator (`yield* q(builder)`): SQLite drives it synchronously, so that no other request's statement
 * slips in between, and lets those of one moment share a commit (groupCommit.ts); PostgreSQL drives it with `await`. No other
 * await can be written in it.
 */
import Database from 'better-sqlite3';
import { drizzle as drizzleSqlite, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { isPostgresUrl } from '$lib/server/platform';
import { watchPg, watchSqlite } from './changes';
import { assertDurable } from './durability';
import { groupCommit } from './groupCommit';
import { migratePgToLatest, migrateSqliteToLatest } from './migrate';
import * as pgSchema from './schema/pg';
import * as sqliteSchema from './schema/sqlite';
import { keepStatements } from './statementCache';

export type Schema = typeof sqliteSchema;
export type Dialect = 'sqlite' | 'pg';

/** What a repository function needs: builders, the dialect's tables, and which dialect it is. */
export interface Tx {
	readonly db: BetterSQLite3Database<Schema>;
	readonly t: Schema;
	readonly dialect: Dialect;
}

/** What a builder answers with. */
export type Rows<B> = B extends PromiseLike<infer R> ? R : never;
/** What a generator that works inside a transaction returns. */
export type Step<T> = Generator<PromiseLike<unknown>, T, unknown>;
export type Work<T> = (tx: Tx) => Step<T>;

export interface Store extends Tx {
	/** Runs the work in one transaction; a throw inside rolls all of it back and is thrown on. */
	tx<T>(work: Work<T>): Promise<T>;
	/**
	 * Calls back when something may have been committed, by this process or another; the answer ends that. A hint for whoever waits
	 * for work: it may come for nothing, and it may fail to come.
	 */
	onChange(listener: () => void): () => void;
	/**
	 * Empties SQLite's write-ahead log, which holds old versions of changed rows until it is written anew. False when a reader in
	 * another process kept it; the next call may succeed. PostgreSQL has its own ways (vacuum, log archives): nothing is done.
	 */
	clearLog(): boolean;
	close(): Promise<void>;
}

/** `const rows = yield* q(builder)`: the builder's rows, typed. */
export function* q<B extends PromiseLike<unknown>>(builder: B): Generator<B, Rows<B>, unknown> {
	// The driver answers every builder with that builder's rows.
	return (yield builder) as Rows<B>;
}

/** Where the database is: a file path (or `:memory:`), or a `postgres://` URL. */
export async function openStore(url: string, options: { migrationsDir: string }): Promise<Store> {
	return isPostgresUrl(url) ? openPg(url, options) : openSqlite(url, options);
}

function openSqlite(file: string, options: { migrationsDir: string }): Store {
	const raw = new Database(file);
	for (const pragma of [
		'journal_mode = WAL',
		'synchronous = FULL',
		'foreign_keys = ON',
		'busy_timeout = 5000',
		// Deleted rows are overwritten with zeros: erased people do not linger in free pages.
		'secure_delete = ON',
		'temp_store = MEMORY',
		'cache_size = -16000'
	])
		raw.pragma(pragma);
	const db = drizzleSqlite(raw, { schema: sqliteSchema });
	migrateSqliteToLatest(db, `${options.migrationsDir}/sqlite`);
	assertDurable(raw);
	keepStatements(raw);
	const base: Tx = { db, t: sqliteSchema, dialect: 'sqlite' };
	const changes = watchSqlite(raw.memory ? null : file);
	const commits = groupCommit(raw, changes.announce);
	return {
		...base,
		tx: (work) => commits.run(() => driveSync(work(base))),
		onChange: changes.onChange,
		clearLog() {
			commits.flush();
			return raw.memory || cleared(raw.pragma('wal_checkpoint(TRUNCATE)'));
		},
		async close() {
			commits.flush();
			await changes.close();
			raw.close();
		}
	};
}

/** The pragma answers one row `{busy, log, checkpointed}`. */
const cleared = (answer: unknown): boolean => Array.isArray(answer) && answer[0]?.busy === 0;

interface SqliteBuilder {
	all(): unknown;
	run(): unknown;
	config?: { returning?: unknown };
}

function driveSync<T>(work: Step<T>): T {
	let step = work.next();
	while (!step.done) {
		const builder = step.value as unknown as SqliteBuilder;
		let rows: unknown;
		try {
			rows = writesWithoutReturning(builder) ? builder.run() : builder.all();
		} catch (error) {
			step = work.throw(error);
			continue;
		}
		step = work.next(rows);
	}
	return step.value;
}

const writesWithoutReturning = (builder: SqliteBuilder): boolean =>
	'returning' in builder && !builder.config?.returning;

async function openPg(url: string, options: { migrationsDir: string }): Promise<Store> {
	const pool = new pg.Pool({ connectionString: url, max: 10 });
	// Without a listener, an idle connection that the server drops would take the process down.
	pool.on('error', () => undefined);
	const db = drizzlePg(pool, { schema: pgSchema });
	await migratePgToLatest(db, `${options.migrationsDir}/pg`);
	const t = pgSchema as unknown as Schema;
	const changes = watchPg(url);
	return {
		db: db as unknown as Tx['db'],
		t,
		dialect: 'pg',
		tx: (work) => db.transaction((tx) => driveAsync(work({ db: tx as unknown as Tx['db'], t, dialect: 'pg' }))),
		onChange: changes.onChange,
		clearLog: () => true,
		async close() {
			await changes.close();
			await pool.end();
		}
	};
}

async function driveAsync<T>(work: Step<T>): Promise<T> {
	let step = work.next();
	while (!step.done) {
		let rows: unknown;
		try {
			rows = await step.value;
		} catch (error) {
			step = work.throw(error);
			continue;
		}
		step = work.next(rows);
	}
	return step.value;
}
