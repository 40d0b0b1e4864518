import { AsyncResource } from 'node:async_hooks';
import type Database from 'better-sqlite3';

/** What waits for the next commit. */
interface Waiting {
	work(): unknown;
	resolve(value: unknown): void;
	reject(reason: unknown): void;
}

type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

export interface GroupCommit {
	/** Runs the work in a transaction of its own making; settles when that is on disk, or undone. */
	run<T>(work: () => T): Promise<T>;
	/** Runs what waits now, instead of at the end of this turn of the event loop. */
	flush(): void;
}

/** Longest stretch that one commit holds the write lock for: about 64 small transactions. */
const MAX_TOGETHER = 64;

/**
 * Transactions of one turn of the event loop share one commit, and so one wait for the disk (an fsync costs far more than the
 * statements). Each is a savepoint: one that throws is undone alone. None is told of success before the shared commit is durable,
 * and where that fails all of them fail.
 */
export function groupCommit(raw: Database.Database, committed: () => void): GroupCommit {
	const waiting: Waiting[] = [];
	const runTogether = transactionOf(raw);
	let scheduled = false;

	function commitBatch(): void {
		scheduled = false;
		const batch = waiting.splice(0, MAX_TOGETHER);
		if (waiting.length > 0) schedule();
		if (batch.length === 0) return;
		const outcomes = runTogether(batch);
		batch.forEach(({ resolve, reject }, index) => {
			const outcome = outcomes[index];
			if (outcome?.ok) resolve(outcome.value);
			else reject(outcome?.error);
		});
		if (outcomes.some(({ ok }) => ok)) committed();
	}

	function schedule(): void {
		if (scheduled) return;
		scheduled = true;
		setImmediate(commitBatch);
	}

	return {
		run: <T>(work: () => T) =>
			new Promise<T>((resolve, reject) => {
				// Bound: the work runs in the turn of whoever came first, and must still know its own request and trace.
				// The value that comes back is what this very work returned.
				waiting.push({ work: AsyncResource.bind(work), resolve: (value) => resolve(value as T), reject });
				schedule();
			}),
		flush() {
			while (waiting.length > 0) commitBatch();
		}
	};
}

/** Runs a batch in one transaction, and says of each what became of it. */
function transactionOf(raw: Database.Database): (batch: readonly Waiting[]) => Outcome[] {
	const begin = raw.prepare('BEGIN IMMEDIATE');
	const commit = raw.prepare('COMMIT');
	const rollback = raw.prepare('ROLLBACK');
	const savepoint = raw.prepare('SAVEPOINT work');
	const release = raw.prepare('RELEASE work');
	const undo = raw.prepare('ROLLBACK TO work');

	function runOne({ work }: Waiting): Outcome {
		savepoint.run();
		try {
			const value = work();
			release.run();
			return { ok: true, value };
		} catch (error) {
			// SQLite itself gives up a whole transaction on a full disk or a failed read: nothing of the others is left either.
			if (!raw.inTransaction) throw error;
			undo.run();
			release.run();
			return { ok: false, error };
		}
	}

	return (batch) => {
		try {
			begin.run();
			const outcomes = batch.map(runOne);
			commit.run();
			return outcomes;
		} catch (error) {
			if (raw.inTransaction) rollback.run();
			return batch.map(() => ({ ok: false, error }));
		}
	};
}
