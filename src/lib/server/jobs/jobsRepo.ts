import {
	and,
	asc,
	count,
	eq,
	gt,
	inArray,
	isNotNull,
	isNull,
	lt,
	lte,
	notInArray,
	or,
	sql,
	type SQL
} from 'drizzle-orm';
import { q, type Step, type Store, type Tx } from '$lib/server/db';

export interface ClaimedJob {
	id: string;
	kind: string;
	payload: unknown;
	/** Counts this attempt. */
	attempts: number;
	lockToken: string;
	traceparent: string | null;
}

interface ClaimRequest {
	lane: string;
	/** Lease in ms by kind; kinds not named here are left for others. */
	leaseMs: ReadonlyMap<string, number>;
	groupLimit: number;
	ownerLimit: number;
	now: number;
	/** Most jobs to take up. */
	limit: number;
	token: string;
}

/** Looked at in one claim for each job wanted: some belong to a group that this very claim fills. */
const CANDIDATES_EACH = 2;

/**
 * Takes up the jobs that have been due longest, at most `limit`, none of a group that has `groupLimit`, or
 * of an owner that has `ownerLimit` under way. One transaction: two workers never get the same job. `token` fences them: once the lease has run out and another worker holds the
 * job, nothing that carries this token changes it. An empty answer means that nothing was due.
 */
export async function claimDue(store: Store, request: ClaimRequest): Promise<ClaimedJob[]> {
	// An idle lane only reads: on SQLite even an UPDATE of nothing would take the one write lock.
	if ((await due(store, request, 1)).length === 0) return [];
	return store.tx(function* (tx) {
		const { jobs } = tx.t;
		const candidates = yield* q(lockDue(tx, request, request.limit * CANDIDATES_EACH));
		const chosen = fill(candidates, yield* underWay(tx, request), request);
		if (chosen.length === 0) return [];
		const rows = yield* q(
			tx.db
				.update(jobs)
				.set({
					lockedUntil: leaseEnd(tx, request),
					lockToken: request.token,
					attempts: sql`${jobs.attempts} + 1`
				})
				.where(inArray(jobs.id, chosen))
				.returning()
		);
		return rows
			.sort((a, b) => chosen.indexOf(a.id) - chosen.indexOf(b.id))
			.map(({ id, kind, payload, attempts, traceparent }) => ({
				...{ id, kind, payload, attempts, traceparent },
				lockToken: request.token
			}));
	});
}

interface Candidate {
	id: string;
	groupKey: string | null;
	ownerKey: string | null;
}

/** How many jobs are under way, by key. */
class UnderWay {
	readonly #counts = new Map<string, number>();

	add(key: string | null, jobs = 1): void {
		if (key !== null) this.#counts.set(key, (this.#counts.get(key) ?? 0) + jobs);
	}

	isFull(key: string | null, limit: number): boolean {
		return key !== null && (this.#counts.get(key) ?? 0) >= limit;
	}
}

interface Taken {
	groups: UnderWay;
	owners: UnderWay;
}

/** The first candidates that fit under the limits of their group and owner. */
function fill(candidates: Candidate[], { groups, owners }: Taken, request: ClaimRequest): string[] {
	const chosen: string[] = [];
	for (const { id, groupKey, ownerKey } of candidates) {
		if (chosen.length === request.limit) break;
		if (groups.isFull(groupKey, request.groupLimit) || owners.isFull(ownerKey, request.ownerLimit)) continue;
		groups.add(groupKey);
		owners.add(ownerKey);
		chosen.push(id);
	}
	return chosen;
}

/** Jobs under way, by group and by owner. */
function* underWay({ db, t: { jobs } }: Tx, { now }: ClaimRequest): Step<Taken> {
	const rows = yield* q(
		db
			.select({ groupKey: jobs.groupKey, ownerKey: jobs.ownerKey, count: count() })
			.from(jobs)
			.where(and(gt(jobs.lockedUntil, now), or(isNotNull(jobs.groupKey), isNotNull(jobs.ownerKey))))
			.groupBy(jobs.groupKey, jobs.ownerKey)
	);
	const taken = { groups: new UnderWay(), owners: new UnderWay() };
	for (const row of rows) {
		taken.groups.add(row.groupKey, row.count);
		taken.owners.add(row.ownerKey, row.count);
	}
	return taken;
}

/** The same, and on PostgreSQL no other worker takes those rows until this transaction ends; what others hold is passed over. */
function lockDue(tx: Tx, request: ClaimRequest, limit: number) {
	const { jobs } = tx.t;
	const found = due(tx, request, limit);
	if (tx.dialect !== 'pg') return found;
	// As an array the inner query runs once; joined it might run, and lock, again.
	return tx.db
		.select({ id: jobs.id, groupKey: jobs.groupKey, ownerKey: jobs.ownerKey })
		.from(jobs)
		.where(sql`${jobs.id} = any(array(select id from (${found} for update skip locked) as found))`)
		.orderBy(asc(jobs.runAt));
}

/** A builder: due jobs of this lane, the longest due first. */
function due({ db, t: { jobs } }: Tx, request: ClaimRequest, limit: number) {
	const { lane, leaseMs, now } = request;
	const full = (key: typeof jobs.groupKey | typeof jobs.ownerKey, most: number) =>
		db
			.select({ key })
			.from(jobs)
			.where(and(gt(jobs.lockedUntil, now), isNotNull(key)))
			.groupBy(key)
			.having(sql`count(*) >= ${most}`);
	const isDue = and(
		eq(jobs.lane, lane),
		isNull(jobs.deadAt),
		lte(jobs.runAt, now),
		or(isNull(jobs.lockedUntil), lt(jobs.lockedUntil, now)),
		inArray(jobs.kind, [...leaseMs.keys()]),
		or(isNull(jobs.groupKey), notInArray(jobs.groupKey, full(jobs.groupKey, request.groupLimit))),
		or(isNull(jobs.ownerKey), notInArray(jobs.ownerKey, full(jobs.ownerKey, request.ownerLimit)))
	);
	return db
		.select({ id: jobs.id, groupKey: jobs.groupKey, ownerKey: jobs.ownerKey })
		.from(jobs)
		.where(isDue)
		.orderBy(asc(jobs.runAt))
		.limit(limit);
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

/** Not an attempt at all: the job waits until `runAt`, and this one does not count. */
export function* postponeJob(tx: Tx, held: Held, runAt: number): Step<boolean> {
	return yield* updateHeld(tx, held, { runAt, attempts: sql`${tx.t.jobs.attempts} - 1`, ...UNLOCKED });
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
