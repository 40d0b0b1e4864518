import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { q, type Step, type Store, type Tx } from '$lib/server/db';

export interface ClaimedJob {
	id: string;
	kind: string;
	payload: unknown;
	/** Counts this attempt. */
	attempts: number;
	lockToken: string;
}

interface ClaimRequest {
	lane: string;
	/** Lease in ms by kind; kinds not named here are left for others. */
	leaseMs: ReadonlyMap<string, number>;
	groupLimit: number;
	now: number;
	token: string;
}

/**
 * Takes up the job that has been due longest, or null. One statement: two workers never get the same job. `token` fences it:
 * once the lease has run out and another worker holds the job, nothing that carries this token changes it.
 */
export async function claimNext(store: Store, request: ClaimRequest): Promise<ClaimedJob | null> {
	const { jobs } = store.t;
	const due = () =>
		store.db.select({ id: jobs.id }).from(jobs).where(isDue(store, request)).orderBy(asc(jobs.runAt)).limit(1);
	// An idle lane only reads: on SQLite even an UPDATE of nothing would take the one write lock.
	if ((await due()).length === 0) return null;
	const candidate = store.dialect === 'pg' ? sql`(${due()} for update skip locked)` : sql`${due()}`;
	const rows = await store.db
		.update(jobs)
		.set({
			lockedUntil: leaseEnd(store, request),
			lockToken: request.token,
			attempts: sql`${jobs.attempts} + 1`
		})
		.where(sql`${jobs.id} = ${candidate}`)
		.returning();
	const row = rows[0];
	return row
		? { id: row.id, kind: row.kind, payload: row.payload, attempts: row.attempts, lockToken: request.token }
		: null;
}

function isDue({ db, t: { jobs } }: Tx, { lane, leaseMs, groupLimit, now }: ClaimRequest): SQL | undefined {
	const fullGroups = db
		.select({ groupKey: jobs.groupKey })
		.from(jobs)
		.where(and(gt(jobs.lockedUntil, now), isNotNull(jobs.groupKey)))
		.groupBy(jobs.groupKey)
		.having(sql`count(*) >= ${groupLimit}`);
	return and(
		eq(jobs.lane, lane),
		isNull(jobs.deadAt),
		lte(jobs.runAt, now),
		or(isNull(jobs.lockedUntil), lt(jobs.lockedUntil, now)),
		inArray(jobs.kind, [...leaseMs.keys()]),
		or(isNull(jobs.groupKey), notInArray(jobs.groupKey, fullGroups))
	);
}

function leaseEnd({ t: { jobs } }: Tx, { leaseMs, now }: ClaimRequest): SQL {
	const cases = [...leaseMs].map(([kind, lease]) => sql`when ${kind} then cast(${now + lease} as bigint)`);
	return sql`case ${jobs.kind} ${sql.join(cases, sql` `)} end`;
}

type Held = Pick<ClaimedJob, 'id' | 'lockToken'>;

/** Each of these changes the job only while `held` still holds it, and says whether it did. */
export function* extendLease(tx: Tx, held: Held, lockedUntil: number): Step<boolean> {
	return yield* updateHeld(tx, held, { lockedUntil });
}

export function* finishJob(tx: Tx, held: Held): Step<boolean> {
	const { jobs } = tx.t;
	return (yield* q(tx.db.delete(jobs).where(isHeld(tx, held)).returning({ id: jobs.id }))).length === 1;
}

export function* retryJob(tx: Tx, held: Held, next: { runAt: number; error: string }): Step<boolean> {
	return yield* updateHeld(tx, held, { runAt: next.runAt, lastError: next.error, ...UNLOCKED });
}

export function* buryJob(tx: Tx, held: Held, dead: { deadAt: number; error: string }): Step<boolean> {
	return yield* updateHeld(tx, held, { deadAt: dead.deadAt, lastError: dead.error, ...UNLOCKED });
}

/** As if the job had not been taken up: the attempt does not count. */
export function* giveBackJob(tx: Tx, held: Held): Step<boolean> {
	return yield* updateHeld(tx, held, { attempts: sql`${tx.t.jobs.attempts} - 1`, ...UNLOCKED });
}

const UNLOCKED = { lockedUntil: null, lockToken: null };

interface JobChange {
	runAt?: number;
	attempts?: SQL;
	lockedUntil?: number | null;
	lockToken?: null;
	lastError?: string;
	deadAt?: number;
}

function* updateHeld(tx: Tx, held: Held, change: JobChange): Step<boolean> {
	const { jobs } = tx.t;
	return (yield* q(tx.db.update(jobs).set(change).where(isHeld(tx, held)).returning({ id: jobs.id }))).length === 1;
}

const isHeld = ({ t: { jobs } }: Tx, held: Held): SQL | undefined =>
	and(eq(jobs.id, held.id), eq(jobs.lockToken, held.lockToken));
