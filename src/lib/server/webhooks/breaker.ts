/** Pure. When an endpoint counts as unwell, and for how long nothing but a probe is sent to it. */
import type { Answer } from './outcome';

/** Failures in a row that open the breaker: as many as an endpoint may have under way, so that one bad moment opens it. */
export const FAILURES_THAT_OPEN = 10;
const FIRST_PAUSE_MS = 5_000;
/** A dead endpoint is probed at least this often, so that one that is back is served within the minute. */
const LONGEST_PAUSE_MS = 60_000;
/** As long as an endpoint's Retry-After holds its other events: one wrong header must not stop them for days. */
const LONGEST_ASKED_MS = 3_600_000;
/** Longer than an attempt may take (15 s): until a probe has ended, the others wait. */
export const PROBE_MS = 20_000;
/** While the breaker is open, an event older than the whole schedule at its longest (95 h 36 m and a fifth) is given up. */
export const GIVE_UP_AFTER_MS = 120 * 3_600_000;
/** Later than any clock: jobs of a paused endpoint wait until then (the last time that a Date can hold). */
export const HELD_UNTIL = 8_640_000_000_000_000;

/** No sign of the receiver's own: silence, a failed name or connection, 5xx, 429. A 4xx is an answer, however unkind. */
export function isUnwell(answer: Answer): boolean {
	if (answer.status === null) return !OURS.has(answer.error);
	return answer.status >= 500 || answer.status === 429;
}

/** Reasons of our own for not sending; they say nothing of the receiver. */
const OURS = new Set(['session_redacted', 'url_missing', 'default_removed']);

/**
 * How long the breaker stays open after so many failures in a row, in ms; null: it does not open. Doubles up to a minute. A
 * receiver that names a time itself (`askedMs` from now) is left alone as long, from its first such answer on.
 */
export function pauseAfter(failures: number, askedMs: number): number | null {
	const own =
		failures < FAILURES_THAT_OPEN
			? 0
			: Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - FAILURES_THAT_OPEN, 10));
	const pauseMs = Math.max(own, Math.min(askedMs, LONGEST_ASKED_MS));
	return pauseMs > 0 ? pauseMs : null;
}
