import { createHmac } from 'node:crypto';
import { and, eq, lte, sql, sum } from 'drizzle-orm';
import { q, type Store } from '$lib/server/db';
import { AppError, type Clock, type Keyring } from '$lib/server/platform';

export interface RateLimit {
	/** What is counted, e.g. `login:account`. */
	name: string;
	/** Whose: an e-mail address, an IP address. Stored only as a keyed hash. */
	subject: string;
	/** Most events in any stretch of `windowMs`. */
	limit: number;
	windowMs: number;
}

/** What a limit still allows, for the caller to be told. */
export interface RateLimitState {
	remaining: number;
	/** Until what was counted now is forgotten. */
	resetSeconds: number;
}

interface RateLimitDeps {
	store: Store;
	clock: Clock;
	keyring: Keyring;
}

/** A window is counted in this many slices, so that no stretch of its length ever holds more than the limit. */
const SLICES = 15;

/**
 * Counts one event against every limit and says what each still allows, in their order; or throws RATE_LIMITED with the
 * seconds to wait and counts nothing. Works across processes; where the counters cannot be read or written it throws, so that no event passes uncounted.
 */
export async function countOrRefuse(deps: RateLimitDeps, limits: RateLimit[]): Promise<RateLimitState[]> {
	const now = deps.clock.now();
	return deps.store.tx(function* (tx) {
		const counters = tx.t.rateLimitCounters;
		const states: RateLimitState[] = [];
		for (const limit of limits) {
			const sliceMs = limit.windowMs / SLICES;
			const bucket = bucketOf(deps.keyring, limit);
			const windowStart = Math.floor(now / sliceMs) * sliceMs;
			// Written before it is read: on PostgreSQL the row's lock makes concurrent counts of one slice wait for each other.
			yield* q(
				tx.db
					.insert(counters)
					.values({ bucket, windowStart, count: 1 })
					.onConflictDoUpdate({
						target: [counters.bucket, counters.windowStart],
						set: { count: sql`${counters.count} + 1` }
					})
			);
			yield* q(
				tx.db
					.delete(counters)
					.where(and(eq(counters.bucket, bucket), lte(counters.windowStart, now - limit.windowMs - sliceMs)))
			);
			const [total] = yield* q(
				tx.db
					.select({ count: sum(counters.count) })
					.from(counters)
					.where(eq(counters.bucket, bucket))
			);
			const resetSeconds = Math.ceil((limit.windowMs + sliceMs - (now - windowStart)) / 1000);
			const remaining = limit.limit - Number(total?.count ?? 0);
			if (remaining < 0)
				throw new AppError('RATE_LIMITED', {
					internal: `limit ${limit.name}`,
					retryAfterSeconds: resetSeconds,
					rateLimit: { name: limit.name, limit: limit.limit, windowSeconds: limit.windowMs / 1000 }
				});
			states.push({ remaining, resetSeconds });
		}
		return states;
	});
}

/** Erases counters that no limit looks at any more. For the housekeeping job. */
export async function eraseOldCounters(deps: { store: Store; clock: Clock }): Promise<void> {
	const counters = deps.store.t.rateLimitCounters;
	await deps.store.db.delete(counters).where(lte(counters.windowStart, deps.clock.now() - 24 * 60 * 60_000));
}

const bucketOf = (keyring: Keyring, limit: RateLimit): string =>
	`${limit.name}:${createHmac('sha256', keyring.derive('rate-limit')).update(limit.subject).digest('hex')}`;
