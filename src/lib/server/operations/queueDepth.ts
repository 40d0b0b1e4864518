import { and, count, isNull, lte, min, sql } from 'drizzle-orm';
import type { Store } from '$lib/server/db';

export interface LaneDepth {
	lane: string;
	/** Due and not taken up yet. */
	due: number;
	/** Held by a worker. */
	running: number;
	/** For a later time: retries, mostly. */
	later: number;
	/** Dead letters: no attempt is left. */
	dead: number;
	/** How long the oldest due job has waited, in seconds; a lane without a worker grows here. */
	oldestDueSeconds: number;
}

/** What each lane has before it, in the order of their names. Counts only: no ids, no payloads. */
export async function queueDepth(store: Store, now: number): Promise<LaneDepth[]> {
	const { jobs } = store.t;
	const live = sql`${jobs.deadAt} is null`;
	const held = sql`${jobs.lockedUntil} is not null and ${jobs.lockedUntil} >= ${now}`;
	const counted = (condition: ReturnType<typeof sql>) => sql<number>`sum(case when ${condition} then 1 else 0 end)`;
	const rows = await store.db
		.select({
			lane: jobs.lane,
			all: count(),
			running: counted(sql`${live} and ${held}`),
			due: counted(sql`${live} and not (${held}) and ${jobs.runAt} <= ${now}`),
			dead: counted(sql`${jobs.deadAt} is not null`)
		})
		.from(jobs)
		.groupBy(jobs.lane)
		.orderBy(jobs.lane);
	const oldest = await store.db
		.select({ lane: jobs.lane, runAt: min(jobs.runAt) })
		.from(jobs)
		.where(and(isNull(jobs.deadAt), isNull(jobs.lockedUntil), lte(jobs.runAt, now)))
		.groupBy(jobs.lane);
	return rows.map((row) => {
		// PostgreSQL gives sums back as text.
		const [due, running, dead] = [Number(row.due), Number(row.running), Number(row.dead)];
		const since = oldest.find(({ lane }) => lane === row.lane)?.runAt;
		return {
			...{ lane: row.lane, due, running, dead, later: row.all - due - running - dead },
			oldestDueSeconds: since === null || since === undefined ? 0 : Math.max(0, Math.round((now - since) / 1000))
		};
	});
}
