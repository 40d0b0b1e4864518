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
}

/** Adds a job in the caller's transaction: with the fact that it follows from, or not at all. True when it was added. */
export function* enqueue<P extends JobPayload>(
	tx: Tx,
	{ clock, ids }: { clock: Clock; ids: Ids },
	request: JobRequest<P>
): Step<boolean> {
	const now = clock.now();
	const added = yield* q(
		tx.db
			.insert(tx.t.jobs)
			.values({
				id: ids.uuid(),
				lane: request.job.lane,
				kind: request.job.kind,
				key: request.key,
				payload: request.job.payload.parse(request.payload),
				groupKey: request.groupKey ?? null,
				runAt: request.runAt ?? now,
				attempts: 0,
				createdAt: now,
				traceparent: currentTrace()
			})
			.onConflictDoNothing({ target: tx.t.jobs.key })
			.returning({ id: tx.t.jobs.id })
	);
	if (added.length === 1) yield* notify(tx);
	return added.length === 1;
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
