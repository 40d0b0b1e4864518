import { watch, type FSWatcher } from 'node:fs';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { q, type Step, type Tx } from './store';

/** Tells listeners that something was committed. A hint that may come late, twice or never: whoever waits looks by itself too. */
export interface Changes {
	/** Calls back after commits; the answer ends that. */
	onChange(listener: () => void): () => void;
	/** For commits of this process. */
	announce(): void;
	close(): Promise<void>;
}

/** PostgreSQL's channel for `NOTIFY`. */
const CHANNEL = 'id_beyond_jobs';
const RECONNECT_MS = 5_000;

/** Lets this transaction's commit be heard by every process. On SQLite every commit is. */
export function* notify(tx: Tx): Step<void> {
	if (tx.dialect === 'pg')
		yield* q(tx.db.select({ sent: sql`pg_notify(${CHANNEL}, '')` }).from(sql`(select 1) as one`));
}

/** Commits of other processes show as writes to the write-ahead log; null: a database in memory has no others. */
export function watchSqlite(file: string | null): Changes {
	const listeners = new Set<() => void>();
	const announce = () => listeners.forEach((listener) => listener());
	let watcher: FSWatcher | null = null;
	return {
		announce,
		onChange(listener) {
			listeners.add(listener);
			if (file !== null) watcher ??= watchFile(`${file}-wal`, announce);
			return () => listeners.delete(listener);
		},
		close() {
			watcher?.close();
			listeners.clear();
			return Promise.resolve();
		}
	};
}

/** Null where the system cannot watch: then polling alone finds what is new. */
function watchFile(path: string, announce: () => void): FSWatcher | null {
	try {
		const watcher = watch(path, { persistent: false }, announce);
		watcher.on('error', () => watcher.close());
		return watcher;
	} catch {
		return null;
	}
}

/** Commits that enqueue jobs `NOTIFY` (see jobs/queue.ts); one connection of its own listens, and comes back when it is cut. */
export function watchPg(url: string): Changes {
	const listeners = new Set<() => void>();
	const announce = () => listeners.forEach((listener) => listener());
	let client: pg.Client | null = null;
	let again: NodeJS.Timeout | undefined;
	let closed = false;
	async function listen(): Promise<void> {
		const fresh = new pg.Client({ connectionString: url });
		client = fresh;
		fresh.on('notification', announce);
		fresh.on('error', () => retry(fresh));
		fresh.on('end', () => retry(fresh));
		try {
			await fresh.connect();
			await fresh.query(`listen ${CHANNEL}`);
			// What came before anyone listened was not heard.
			announce();
		} catch {
			retry(fresh);
		}
	}
	function retry(gone: pg.Client): void {
		if (closed || client !== gone) return;
		client = null;
		again = setTimeout(() => void listen(), RECONNECT_MS);
		again.unref();
	}
	return {
		announce,
		onChange(listener) {
			listeners.add(listener);
			if (client === null && again === undefined) void listen();
			return () => listeners.delete(listener);
		},
		async close() {
			closed = true;
			clearTimeout(again);
			listeners.clear();
			await client?.end().catch(() => undefined);
		}
	};
}
