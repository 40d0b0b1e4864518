/** Pure. What an answer, or none, means for a delivery. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseRetryAfter } from './backoff';

export type Answer =
	| { status: number; headers: IncomingHttpHeaders; bodyText: string }
	/** No answer came; why, as a code. */
	| { status: null; error: string };

export type Outcome =
	| { kind: 'delivered' }
	/** `gone` ends the delivery; `releases` lets later events of the session go ahead. */
	| { kind: 'failed'; error: string; gone: boolean; releases: boolean; retryAfterAt: number | null };

/** After this many failed attempts an event no longer holds back those behind it. */
const ATTEMPTS_THAT_HOLD = 5;
/** 4xx that say "not now" rather than "never". */
const PASSING_4XX = new Set([408, 409, 425, 429]);

/** 2xx alone is success; a redirect is a failure like any other. `attempt` counts from 1. */
export function judgeAnswer(answer: Answer, attempt: number, now: number): Outcome {
	const worn = attempt >= ATTEMPTS_THAT_HOLD;
	if (answer.status === null)
		return { kind: 'failed', error: answer.error, gone: false, releases: worn, retryAfterAt: null };
	const { status } = answer;
	if (status >= 200 && status < 300) return { kind: 'delivered' };
	return {
		kind: 'failed',
		error: `status_${status}`,
		gone: status === 410,
		releases: worn || (status >= 400 && status < 500 && !PASSING_4XX.has(status)),
		retryAfterAt: parseRetryAfter(answer.headers['retry-after'], now)
	};
}

const SHOWN_BYTES = 1_024;

/** The first 1 KiB of an answer as storable text: whole characters, and no NUL, which PostgreSQL refuses. */
export function shownText(answer: Answer): string | null {
	if (answer.status === null) return null;
	const cut = Buffer.from(answer.bodyText, 'utf8').subarray(0, SHOWN_BYTES).toString('utf8');
	return cut.replaceAll('\0', '').replace(/\uFFFD+$/, '');
}
