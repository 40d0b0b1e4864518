import { inArray, lt } from 'drizzle-orm';
import { q, type Store } from '$lib/server/db';
import type { Clock } from '$lib/server/platform';

/** How long a call is kept: long enough to look into what a customer reports. */
const KEPT_MS = 30 * 24 * 60 * 60_000;
const BATCH = 1_000;

/** Erases calls that are older, batch after batch. Answers how many. */
export async function forgetOldRequests(deps: { store: Store; clock: Clock }): Promise<number> {
	const before = deps.clock.now() - KEPT_MS;
	for (let count = 0; ;) {
		const gone = await deps.store.tx(function* (tx) {
			const { apiRequests: t } = tx.t;
			const old = tx.db.select({ id: t.id }).from(t).where(lt(t.createdAt, before)).limit(BATCH);
			return yield* q(tx.db.delete(t).where(inArray(t.id, old)).returning({ id: t.id }));
		});
		count += gone.length;
		if (gone.length < BATCH) return count;
	}
}
