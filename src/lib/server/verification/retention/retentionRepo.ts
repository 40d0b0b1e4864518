/** What the sweep looks for, over every tenant. Days count from `retention_from`, in retention's own time. */
import { and, eq, exists, inArray, isNotNull, not, sql, type SQL } from 'drizzle-orm';
import type { EvidenceSlot, ReviewStatus, SessionStatus } from '$lib/contract/slots';
import { COUNTED_TOO_EARLY, DECIDED, STOPPED, TO_BE_COUNTED, type Tx } from '$lib/server/db';
import type { RetentionDays } from '$lib/server/platform';

const DAY_MS = 24 * 60 * 60_000;

/** Decided by the policy or a person, expired or canceled. What waits for a person, or goes on after all, is not over. */
export const isOver = ({ status, reviewStatus }: { status: SessionStatus; reviewStatus: ReviewStatus }): boolean =>
	STOPPED.includes(status) || (status === 'completed' && DECIDED.includes(reviewStatus));

/** Some sessions that have ended since the last sweep start to count. Answers which. */
export const markEnded = (tx: Tx, now: number, limit: number) => setRetention(tx, TO_BE_COUNTED, now, limit);

/** Some sessions that go on after all stop counting. Answers which. */
export const unmarkReopened = (tx: Tx, limit: number) => setRetention(tx, COUNTED_TOO_EARLY, null, limit);

function setRetention({ db, t }: Tx, condition: string, from: number | null, limit: number) {
	const { verificationSessions: sessions } = t;
	const some = db.select({ id: sessions.id }).from(sessions).where(sql.raw(condition)).limit(limit);
	return db
		.update(sessions)
		.set({ retentionFrom: from })
		.where(inArray(sessions.id, some))
		.returning({ id: sessions.id });
}

interface Due {
	/** Retention's time, in ms. */
	now: number;
	defaults: RetentionDays;
	limit: number;
}

/** Ended sessions whose whole record is due. */
export const findDueRecords = (tx: Tx, { now, defaults, limit }: Due) =>
	selectDue(tx, isDue(tx, 'recordDays', defaults, now), limit);

/** Ended sessions with pictures in these slots whose time has come. */
export function findDuePictures(
	tx: Tx,
	kind: 'selfieDays' | 'documentDays',
	slots: EvidenceSlot[],
	{ now, defaults, limit }: Due
) {
	const { artifacts, verificationSessions } = tx.t;
	const pictures = tx.db
		.select({ id: artifacts.id })
		.from(artifacts)
		.where(and(eq(artifacts.sessionId, verificationSessions.id), inArray(artifacts.slot, slots)));
	return selectDue(tx, and(isDue(tx, kind, defaults, now), exists(pictures)), limit);
}

function selectDue(tx: Tx, due: SQL | undefined, limit: number) {
	const { organizationRetention, verificationSessions: sessions } = tx.t;
	return tx.db
		.select({ id: sessions.id, organizationId: sessions.organizationId })
		.from(sessions)
		.leftJoin(organizationRetention, eq(organizationRetention.organizationId, sessions.organizationId))
		.where(and(isNotNull(sessions.retentionFrom), not(eq(sessions.status, 'redacted')), due))
		.limit(limit);
}

/** The organization's own days where it has a row, else the installation's; null is never due. */
function isDue(tx: Tx, kind: keyof RetentionDays, defaults: RetentionDays, now: number): SQL {
	const { organizationRetention: own, verificationSessions: sessions } = tx.t;
	const days = sql`case when ${own.organizationId} is null then cast(${defaults[kind]} as bigint) else ${own[kind]} end`;
	return sql`${sessions.retentionFrom} + (${days}) * ${sql.raw(String(DAY_MS))} <= ${now}`;
}
