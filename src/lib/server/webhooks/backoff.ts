/** Pure. When the next attempt of a delivery is due, and when there is none. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Waits after attempts 1 to 11: twelve attempts over 95 h 36 m 05 s. Even if every jitter falls short by its full 20 %, that
 * is 76 h 28 m, more than the 75 h 35 m of the example schedule of Standard Webhooks.
 */
const WAITS_MS = [
	5 * SECOND,
	MINUTE,
	5 * MINUTE,
	30 * MINUTE,
	2 * HOUR,
	5 * HOUR,
	10 * HOUR,
	14 * HOUR,
	18 * HOUR,
	22 * HOUR,
	24 * HOUR
] as const;

export const MAX_DELIVERY_ATTEMPTS = WAITS_MS.length + 1;

const JITTER = 0.2;
/** A receiver that asks for more than this is asked again after this. */
const MAX_RETRY_AFTER_MS = 72 * HOUR;

interface FailedAttempt {
	/** From 1. */
	attempt: number;
	now: number;
	/** The earliest time that the receiver named, in ms, or null. */
	retryAfterAt: number | null;
	/** Uniform in [0, 1). */
	random: number;
}

/** The time of the next attempt in ms, within ±20 % of the schedule and never before Retry-After; null after the last. */
export function nextAttemptAt({ attempt, now, retryAfterAt, random }: FailedAttempt): number | null {
	const wait = WAITS_MS[attempt - 1];
	if (wait === undefined) return null;
	const scheduled = now + Math.round(wait * (1 - JITTER + 2 * JITTER * random));
	if (retryAfterAt === null) return scheduled;
	return Math.max(scheduled, Math.min(retryAfterAt, now + MAX_RETRY_AFTER_MS));
}

/** Retry-After as seconds or as an HTTP date (RFC 9110 §10.2.3), as a time in ms; null when absent or unreadable. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
	if (value === undefined) return null;
	if (/^\d{1,10}$/.test(value.trim())) return now + Number(value) * SECOND;
	const date = Date.parse(value);
	return Number.isNaN(date) ? null : date;
}
