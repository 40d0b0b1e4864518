import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { EvidenceSlot } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import { lockSession, q, type Store, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { bindJob, defineJob, enqueue, type BoundJob } from '$lib/server/jobs';
import { eraseSession } from '../session/eraseSession';
import { enqueueFinish, finishErasure, type Erased } from './finishErasure';
import { retentionNow } from './retentionClock';
import { findDuePictures, findDueRecords, isOver, markEnded, unmarkReopened } from './retentionRepo';

const BATCH = 100;
/** In one transaction: whoever else writes waits for it. */
const MARKED_AT_ONCE = 500;
const BY_RETENTION = { type: 'system', id: 'retention' } as const;

const KINDS: { days: 'selfieDays' | 'documentDays'; slots: EvidenceSlot[]; action: string }[] = [
	{ days: 'selfieDays', slots: ['selfie', 'liveness'], action: 'session.face_pictures_erased' },
	{ days: 'documentDays', slots: ['id_front', 'id_back', 'poa'], action: 'session.document_pictures_erased' }
];

const sweepRetentionJob = defineJob({
	kind: 'sweepRetention',
	lane: 'io',
	payload: z.strictObject({}),
	maxAttempts: 5,
	backoffMs: (attempt) => attempt * 10_000
});

/** Queues a sweep unless one waits already: however many workers there are, one sweeps. */
export const enqueueRetentionSweep = (deps: Pick<Deps, 'clock' | 'ids'> & { store: Store }): Promise<boolean> =>
	deps.store.tx((tx) => enqueue(tx, deps, { job: sweepRetentionJob, payload: {}, key: sweepKey(deps.clock.now()) }));

/** A sweep that died for good must not keep the next from being queued. */
const sweepKey = (now: number): string => `sweepRetention:${Math.floor(now / (60 * 60_000))}`;

export const bindRetentionSweep = (deps: Deps): BoundJob =>
	bindJob(sweepRetentionJob, {
		async handle({ signal }) {
			await sweepRetention(deps, signal);
		}
	});

/**
 * Erases what is older than its organization keeps it: pictures of faces, pictures of documents, whole records, each by its own
 * number of days after the session's end. Answers how many sessions it changed, by kind.
 */
export async function sweepRetention(deps: Deps, signal?: AbortSignal) {
	const now = await retentionNow(deps);
	await markInBatches(deps.store, (tx) => unmarkReopened(tx, MARKED_AT_ONCE), signal);
	await markInBatches(deps.store, (tx) => markEnded(tx, now, MARKED_AT_ONCE), signal);
	const due = { now, defaults: deps.config.retention, limit: BATCH };
	const records = await forEachDue(
		() => findDueRecords(deps.store, due),
		(row) => eraseRecord(deps, row),
		signal
	);
	const counts: Record<string, number> = { records };
	for (const kind of KINDS)
		counts[kind.days] = await forEachDue(
			() => findDuePictures(deps.store, kind.days, kind.slots, due),
			(row) => erasePictures(deps, row, kind),
			signal
		);
	if (Object.values(counts).some((count) => count > 0)) deps.log.info({ counts }, 'retention sweep erased');
	return counts;
}

/** A transaction each, until one finds fewer than it may mark. */
async function markInBatches(
	store: Store,
	mark: (tx: Tx) => ReturnType<typeof markEnded>,
	signal?: AbortSignal
): Promise<void> {
	for (;;) {
		signal?.throwIfAborted();
		const marked = await store.tx(function* (tx) {
			return yield* q(mark(tx));
		});
		if (marked.length < MARKED_AT_ONCE) return;
	}
}

interface Row {
	id: string;
	organizationId: string;
}

/** Batch after batch, until none is left. What was erased is no longer found, so each batch is the first one. */
async function forEachDue(find: () => PromiseLike<Row[]>, erase: (row: Row) => Promise<void>, signal?: AbortSignal) {
	for (let count = 0; ;) {
		const rows = await find();
		for (const row of rows) {
			signal?.throwIfAborted();
			await erase(row);
			count += 1;
		}
		if (rows.length < BATCH) return count;
	}
}

async function eraseRecord(deps: Deps, row: Row): Promise<void> {
	const erased = await deps.store.tx(function* (tx) {
		const [session] = yield* q(lockSession(tx, row.organizationId, row.id));
		return session && isOver(session) ? yield* eraseSession(tx, deps, session, BY_RETENTION) : null;
	});
	if (erased) await finishErasure(deps, erased);
}

async function erasePictures(deps: Deps, row: Row, { slots, action }: (typeof KINDS)[number]): Promise<void> {
	const erased = await deps.store.tx(function* (tx) {
		const [session] = yield* q(lockSession(tx, row.organizationId, row.id));
		if (!session || !isOver(session)) return null;
		const { artifacts } = tx.t;
		const gone = yield* q(
			tx.db
				.delete(artifacts)
				.where(
					and(
						eq(artifacts.sessionId, row.id),
						eq(artifacts.organizationId, row.organizationId),
						inArray(artifacts.slot, slots)
					)
				)
				.returning({ blobKey: artifacts.blobKey })
		);
		const erased: Erased = { sessionId: row.id, blobKeys: gone.map(({ blobKey }) => blobKey) };
		yield* record(tx, deps, {
			organizationId: row.organizationId,
			sessionId: row.id,
			actor: BY_RETENTION,
			action,
			detail: { count: gone.length }
		});
		yield* enqueueFinish(tx, deps, erased);
		return erased;
	});
	if (erased) await finishErasure(deps, erased);
}
