import { lte } from 'drizzle-orm';
import type { Deps } from '$lib/server/deps';

/** The sweep: idempotent answers (they hold client secrets) after their 24 h, hand-off codes after their five minutes. */
export async function forgetExpiredSecrets(deps: Pick<Deps, 'store' | 'clock'>): Promise<void> {
	const { db, t } = deps.store;
	const now = deps.clock.now();
	await db.delete(t.idempotencyKeys).where(lte(t.idempotencyKeys.expiresAt, now));
	await db.delete(t.handoffs).where(lte(t.handoffs.expiresAt, now));
}
