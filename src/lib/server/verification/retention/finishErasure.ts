import { z } from 'zod';
import type { Step, Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { bindJob, defineJob, enqueue, type BoundJob } from '$lib/server/jobs';

/** What an erasure leaves on the disk once its transaction is through: blobs that no key opens. */
export interface Erased {
	sessionId: string;
	blobKeys: string[];
}

/** The net below `finishErasure`: whoever began an erasure may have died before the disk was clean. */
const finishErasureJob = defineJob({
	kind: 'finishErasure',
	lane: 'io',
	payload: z.strictObject({ sessionId: z.string(), blobKeys: z.string() }),
	maxAttempts: 100,
	backoffMs: (attempt) => Math.min(60 * 60_000, 1000 * 2 ** attempt)
});

export function* enqueueFinish(tx: Tx, deps: Pick<Deps, 'clock' | 'ids'>, erased: Erased): Step<void> {
	const payload = { sessionId: erased.sessionId, blobKeys: erased.blobKeys.join(',') };
	const key = `finishErasure:${erased.sessionId}:${deps.ids.hex(8)}`;
	yield* enqueue(tx, deps, { job: finishErasureJob, payload, key });
}

/**
 * Removes the blobs, and what the database's own log still holds of the erased rows. Doing it twice is doing it once. False where
 * another process kept the log: the queued job goes on with that.
 */
export async function finishErasure(deps: Pick<Deps, 'blobs' | 'store'>, { blobKeys }: Erased): Promise<boolean> {
	await Promise.all(blobKeys.map((key) => deps.blobs.delete(key)));
	return deps.store.clearLog();
}

export const bindFinishErasure = (deps: Deps): BoundJob =>
	bindJob(finishErasureJob, {
		async handle({ payload }) {
			const blobKeys = payload.blobKeys === '' ? [] : payload.blobKeys.split(',');
			const clean = await finishErasure(deps, { sessionId: payload.sessionId, blobKeys });
			if (!clean) throw new Error('The write-ahead log is in use by another process');
		}
	});
