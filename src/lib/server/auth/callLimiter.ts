import { createHmac } from 'node:crypto';
import { eq, lte, sql } from 'drizzle-orm';
import { q, type Store } from '$lib/server/db';
import { AppError, type Clock, type Keyring } from '$lib/server/platform';
import type { RateLimitState } from './rateLimit';

export interface CallLimit {
	/** What is counted, e.g. `key`. */
	name: string;
	/** Whose: an API key's id, an address. Stored only as a keyed hash. */
	subject: string;
	perMinute: number;
}

export interface CallLimiter {
	/** Counts one call. Throws RATE_LIMITED with the seconds to wait; throws also where the count cannot be kept. */
	take(limit: CallLimit): Promise<RateLimitState>;
}

interface LimiterDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly keyring: Keyring;
}

/** What may come at once: as much as flows back in ten seconds. The policy told to callers is this much in that time. */
export const WINDOW_SECONDS = 10;
const WINDOW_MS = WINDOW_SECONDS * 1000;
/** A process takes calls out of the shared bucket by the hundredth: two processes together are at most 2 % off. */
const LEASED_SHARE = 0.01;
/** Subjects remembered by one process; beyond, those that are not at work are forgotten (the shared bucket is not). */
const MAX_REMEMBERED = 10_000;

interface Lease {
	/** Calls that this process may still let pass without asking. */
	left: number;
	validUntil: number;
	refusedUntil: number;
	/** The shared bucket as it was then. */
	fullAt: number;
	/** One process asks once at a time. */
	asking: Promise<void> | null;
}

export const quotaOf = ({ perMinute }: Pick<CallLimit, 'perMinute'>): number =>
	Math.max(1, Math.round((perMinute * WINDOW_SECONDS) / 60));

/**
 * A token bucket a caller, shared by all processes (GCRA: one time a bucket says how full it is). Each process draws a few calls in
 * advance, so that most calls cost no query and no write; who was refused is refused from memory until as many are there again,
 * at most a hundredth of the window or a single call's time.
 */
export function createCallLimiter(deps: LimiterDeps): CallLimiter {
	const key = deps.keyring.derive('call-limit');
	const leases = new Map<string, Lease>();

	async function take(limit: CallLimit): Promise<RateLimitState> {
		const bucket = `${limit.name}:${createHmac('sha256', key).update(limit.subject).digest('hex')}`;
		const lease = leases.get(bucket) ?? remember(bucket);
		for (;;) {
			const now = deps.clock.now();
			if (lease.left > 0 && now < lease.validUntil) {
				lease.left--;
				return stateOf(limit, lease, now);
			}
			const waitMs = lease.refusedUntil - now;
			// Longer than any bucket makes one wait: the clock was set back, and the bucket is asked again.
			if (waitMs > 0 && waitMs <= WINDOW_MS + 1) throw refusal(limit, waitMs);
			lease.asking ??= ask(deps, bucket, limit, lease).finally(() => (lease.asking = null));
			await lease.asking;
		}
	}

	function remember(bucket: string): Lease {
		if (leases.size >= MAX_REMEMBERED) forgetIdle(deps.clock.now());
		const lease: Lease = { left: 0, validUntil: 0, refusedUntil: 0, fullAt: 0, asking: null };
		leases.set(bucket, lease);
		return lease;
	}

	function forgetIdle(now: number): void {
		for (const [bucket, lease] of leases)
			if (lease.asking === null && lease.validUntil <= now && lease.refusedUntil <= now) leases.delete(bucket);
	}

	return { take };
}

/** Draws the next few calls from the shared bucket, or learns when there will be as many again. */
async function ask(deps: LimiterDeps, bucket: string, limit: CallLimit, lease: Lease): Promise<void> {
	const quota = quotaOf(limit);
	const callMs = WINDOW_MS / quota;
	const wanted = Math.max(1, Math.floor(quota * LEASED_SHARE));
	// Whoever calls on far beyond its limit would otherwise pay a wait for the disk with each call that it may make again.
	const refuse = (since: number) => (lease.refusedUntil = Math.ceil(since + wanted * callMs - WINDOW_MS));
	await deps.store.tx(function* (tx) {
		const buckets = tx.t.rateLimitBuckets;
		const now = deps.clock.now();
		const [row] = yield* q(
			tx.db
				.insert(buckets)
				.values({ bucket, fullAt: now })
				.onConflictDoUpdate({ target: buckets.bucket, set: { fullAt: sql`${buckets.fullAt}` } })
				.returning()
		);
		const write = (fullAt: number) => q(tx.db.update(buckets).set({ fullAt }).where(eq(buckets.bucket, bucket)));
		const empty = now + WINDOW_MS;
		const stored = row?.fullAt ?? now;
		const since = Math.min(Math.max(stored, now), empty);
		const there = Math.floor((empty - since) / callMs);
		if (there < 1) {
			refuse(since);
			// Emptier than a bucket can be: written before the clock was set back.
			if (stored > empty + 1) yield* write(empty);
			return;
		}
		const drawn = Math.min(wanted, there);
		const fullAt = Math.ceil(since + drawn * callMs);
		yield* write(fullAt);
		Object.assign(lease, { left: drawn, fullAt, validUntil: now + WINDOW_MS });
		if (drawn === there) refuse(fullAt);
	});
}

function stateOf(limit: CallLimit, lease: Lease, now: number): RateLimitState {
	const inBucket = Math.floor(
		Math.max(0, now + WINDOW_MS - Math.max(lease.fullAt, now)) / (WINDOW_MS / quotaOf(limit))
	);
	return {
		remaining: Math.min(quotaOf(limit), inBucket + lease.left),
		resetSeconds: Math.max(1, Math.ceil((lease.fullAt - now) / 1000))
	};
}

const refusal = (limit: CallLimit, waitMs: number): AppError =>
	new AppError('RATE_LIMITED', {
		internal: `limit ${limit.name}`,
		retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
		retryAfterMs: waitMs,
		rateLimit: { name: limit.name, limit: quotaOf(limit), windowSeconds: WINDOW_SECONDS }
	});

/** Erases buckets that have been full for an hour: a missing row is a full bucket. For the housekeeping job. */
export async function eraseFullBuckets(deps: Pick<LimiterDeps, 'store' | 'clock'>): Promise<void> {
	const buckets = deps.store.t.rateLimitBuckets;
	await deps.store.db.delete(buckets).where(lte(buckets.fullAt, deps.clock.now() - 60 * 60_000));
}
