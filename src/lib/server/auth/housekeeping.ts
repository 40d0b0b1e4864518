import { lte, or } from 'drizzle-orm';
import type { Store } from '$lib/server/db';
import type { Clock } from '$lib/server/platform';
import { eraseFullBuckets } from './callLimiter';
import { ABSOLUTE_MS } from './loginSession';
import { eraseOldCounters } from './rateLimit';

/** Forgets login sessions and challenges that have ended, and counters that no limit looks at any more. Run now and then; misses nothing. */
export async function eraseEndedLogins(deps: { store: Store; clock: Clock }): Promise<void> {
	const { db, t } = deps.store;
	const now = deps.clock.now();
	const sessions = t.loginSessions;
	await db.delete(sessions).where(or(lte(sessions.expiresAt, now), lte(sessions.createdAt, now - ABSOLUTE_MS)));
	await db.delete(t.pendingLogins).where(lte(t.pendingLogins.expiresAt, now));
	await db.delete(t.passwordResets).where(lte(t.passwordResets.expiresAt, now));
	await db.delete(t.passkeyChallenges).where(lte(t.passkeyChallenges.expiresAt, now));
	await eraseOldCounters(deps);
	await eraseFullBuckets(deps);
}
