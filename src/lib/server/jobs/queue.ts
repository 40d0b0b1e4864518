import { and, eq, isNull, lt } from 'drizzle-orm';
import { notify, q, type Step, type Tx } from '$lib/server/db';
import type { JobPayload } from '$lib/server/db/schema/types';
import { currentTrace, type Clock, type Ids } from '$lib/server/platform';
import type { JobDefinition } from './defineJob';

interface JobRequest<P extends JobPayload> {
	job: JobDefinition<P>;
	payload: P;
	/** A stable function of what is to be done: while a job with this key exists (dead letters too), another is not added. */
	key: string;
	/** Not before this time, in ms; absent: now. */
	runAt?: number;
	/** Jobs with the same group key run at most `groupLimit` (a setting of the runner) at a time. */
	groupKey?: string;
	/** Jobs of one owner run at most `ownerLimit` (likewise) at a time, whatever their groups. */
	ownerKey?: string;
}

/** Adds a job in the caller's transaction: with the fact that it follows from, or not at all. True when it was added. */
export function* enqueue<P extends JobPayload>(
	tx: Tx,
	{ clock, ids }: { clock: Clock; ids: Ids },
	request: JobRequest<P>
): Step<boolean> {
	return (yield* enqueueAll(tx, { clock, ids }, [request])) === 1;
}

/** Rows of one statement: SQLite takes 32,766 values in one. */
const ROWS_TOGETHER = 500;

/** The same for many, in as few statements as can be. How many were added. */
export function* enqueueAll<P extends JobPayload>(
	tx: Tx,
	{ clock, ids }: { clock: Clock; ids: Ids },
	requests: readonly JobRequest<P>[]
): Step<number> {
	const now = clock.now();
	const traceparent = currentTrace();
	let added = 0;
	for (let start = 0; start < requests.length; start += ROWS_TOGETHER) {
		const rows = requests.slice(start, start + ROWS_TOGETHER).map(({ job, payload, key, ...more }) => ({
			...{ id: ids.uuid(), lane: job.lane, kind: job.kind, key, payload: job.payload.parse(payload) },
			...{ groupKey: more.groupKey ?? null, ownerKey: more.ownerKey ?? null, runAt: more.runAt ?? now },
			...{ attempts: 0, createdAt: now, traceparent }
		}));
		const { jobs } = tx.t;
		const insert = tx.db.insert(jobs).values(rows).onConflictDoNothing({ target: jobs.key });
		added += (yield* q(insert.returning({ id: jobs.id }))).length;
	}
	if (added > 0) yield* notify(tx);
	return added;
}

/** Makes a waiting job due now. False when there is none that waits: it runs, is dead, or is done. */
export function* hasten(tx: Tx, { clock }: { clock: Clock }, key: string): Step<boolean> {
	const { jobs } = tx.t;
	const hastened = yield* q(
		tx.db
			.update(jobs)
			.set({ runAt: clock.now() })
			.where(and(eq(jobs.key, key), isNull(jobs.lockedUntil), isNull(jobs.deadAt)))
			.returning({ id: jobs.id })
	);
	if (hastened.length === 1) yield* notify(tx);
	return hastened.length === 1;
}

/** Moves the group's waiting jobs that would come sooner to `until`, in ms. */
export function* postponeGroup(tx: Tx, groupKey: string, until: number): Step<void> {
	const { jobs } = tx.t;
	yield* q(
		tx.db
			.update(jobs)
			.set({ runAt: until })
			.where(and(eq(jobs.groupKey, groupKey), lt(jobs.runAt, until), isNull(jobs.lockedUntil), isNull(jobs.deadAt)))
	);
}

/** Makes those of the group's waiting jobs due now that were postponed to exactly `postponedTo`. */
export function* hastenGroup(tx: Tx, { clock }: { clock: Clock }, groupKey: string, postponedTo: number): Step<void> {
	const { jobs } = tx.t;
	yield* q(
		tx.db
			.update(jobs)
			.set({ runAt: clock.now() })
			.where(
				and(eq(jobs.groupKey, groupKey), eq(jobs.runAt, postponedTo), isNull(jobs.lockedUntil), isNull(jobs.deadAt))
			)
	);
	yield* notify(tx);
}
