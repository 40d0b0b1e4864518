import { q, type Store } from '$lib/server/db';
import type { Logger } from '$lib/server/platform';

export type ApiRequest = Store['t']['apiRequests']['$inferSelect'];

export interface RequestLog {
	/**
	 * Keeps one call. Takes no time of its caller: it is written a moment later, with others. Of a key that calls on beyond its limit,
	 * one refusal a second is kept: it says all, and nobody's calls wait while thousands alike are written.
	 */
	add(request: ApiRequest): void;
	/** Writes what is kept. Settles when it is stored; never rejects. */
	flush(): Promise<void>;
	/** The same, and ends the timer. What is added later is not written. */
	stop(): Promise<void>;
}

const EVERY_MS = 1_000;
/** Rows of one transaction. The process answers others in between; the most of its time is the disk's, whatever its size. */
const BATCH = 250;
/** Beyond, calls come faster than they can be written, or the database is away: some are then missing from the log. */
const KEPT_AT_MOST = 10_000;

/**
 * Writes calls to the request log in batches. It is there to look things up, not to prove them: what a process held when it was
 * killed is lost (at most a second), and so is what the database does not take; how many is in the process's log.
 */
export function openRequestLog({ store, log }: { store: Store; log: Logger }, everyMs = EVERY_MS): RequestLog {
	let waiting: ApiRequest[] = [];
	/** Keys with a refusal by their limit among those that wait. */
	const overLimit = new Set<string>();
	let lost = 0;
	let last = Promise.resolve();
	const timer = setInterval(() => void flush(), everyMs);
	timer.unref();

	const flush = () => (last = last.then(writeAll));

	async function writeAll(): Promise<void> {
		const rows = waiting;
		waiting = [];
		overLimit.clear();
		for (let start = 0; start < rows.length; start += BATCH) await write(rows.slice(start, start + BATCH));
		if (lost > 0) log.warn({ lost }, 'calls are missing from the request log');
		lost = 0;
	}

	async function write(batch: ApiRequest[]): Promise<void> {
		try {
			await store.tx(function* (tx) {
				yield* q(tx.db.insert(tx.t.apiRequests).values(batch));
			});
		} catch (error) {
			lost += batch.length;
			log.error({ err: error }, 'request log not written');
		}
	}

	return {
		add(request) {
			if (request.errorCode === 'RATE_LIMITED') {
				if (overLimit.has(request.apiKeyId)) return;
				overLimit.add(request.apiKeyId);
			}
			if (waiting.length < KEPT_AT_MOST) waiting.push(request);
			else lost += 1;
		},
		flush,
		stop() {
			clearInterval(timer);
			return flush();
		}
	};
}
