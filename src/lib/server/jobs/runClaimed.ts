import type { Tx } from '$lib/server/db';
import type { BoundJob, DeadReason, PreparedJob } from './defineJob';
import { buryJob, extendLease, finishJob, giveBackJob, postponeJob, retryJob, type ClaimedJob } from './jobsRepo';
import type { RunnerDeps } from './runner';
import { LeaseLost, RetryAt } from './signals';

export interface RunningJob {
	/** Settles when the attempt is over and recorded. Never rejects. */
	readonly ended: Promise<void>;
	/** Aborts the attempt and makes the job free for others at once; the attempt does not count. */
	giveBack(): Promise<void>;
}

/** Runs one attempt of a job whose lease this worker has just taken. */
export function runClaimed(deps: RunnerDeps, job: BoundJob, claimed: ClaimedJob): RunningJob {
	const abort = new AbortController();
	const ended = attempt(deps, job, claimed, abort).catch((error: unknown) => {
		// The database would not take the outcome. The lease runs out, and the job is taken up again.
		deps.log.error({ err: error, jobId: claimed.id, kind: claimed.kind }, 'recording a job failed');
	});
	return {
		ended,
		async giveBack() {
			abort.abort(new LeaseLost());
			await deps.store.tx((tx) => giveBackJob(tx, claimed));
		}
	};
}

async function attempt(deps: RunnerDeps, job: BoundJob, claimed: ClaimedJob, abort: AbortController): Promise<void> {
	const { maxAttempts } = job.definition;
	const prepared = job.prepare(claimed.payload);
	if (!prepared) return bury(deps, claimed, 'payload_invalid');
	// Taken up once more than allowed: the last attempt never came back to say how it ended.
	if (claimed.attempts > maxAttempts) return bury(deps, claimed, 'worker_died', { prepared, reason: 'worker_died' });

	const heartbeat = keepLease(deps, job, claimed, abort);
	let ended = false;
	try {
		await prepared.run({
			attempt: claimed.attempts,
			traceparent: claimed.traceparent,
			signal: abort.signal,
			isLastAttempt: claimed.attempts === maxAttempts,
			*finishIn(tx: Tx) {
				if (!(yield* finishJob(tx, claimed))) throw new LeaseLost();
				ended = true;
			},
			*postponeIn(tx: Tx, atMs: number) {
				if (!(yield* postponeJob(tx, claimed, atMs))) throw new LeaseLost();
				ended = true;
			},
			*holdIn(tx: Tx) {
				const lockedUntil = deps.clock.now() + job.definition.leaseMs;
				if (!(yield* extendLease(tx, claimed, lockedUntil))) throw new LeaseLost();
			}
		});
	} catch (error) {
		clearInterval(heartbeat);
		return recordFailure(deps, job, claimed, prepared, abort.signal.aborted ? new LeaseLost() : error);
	} finally {
		clearInterval(heartbeat);
	}
	if (!ended) await deps.store.tx((tx) => finishJob(tx, claimed));
}

async function recordFailure(
	deps: RunnerDeps,
	job: BoundJob,
	claimed: ClaimedJob,
	prepared: PreparedJob,
	error: unknown
): Promise<void> {
	const line = { jobId: claimed.id, kind: claimed.kind, attempt: claimed.attempts };
	if (error instanceof LeaseLost) return deps.log.warn(line, 'this attempt no longer counts');
	const code = codeOf(error);
	if (error instanceof RetryAt) deps.log.info({ ...line, code }, 'job to be tried again');
	else deps.log.warn({ ...line, err: error }, 'job failed');
	if (claimed.attempts >= job.definition.maxAttempts)
		return bury(deps, claimed, code, { prepared, reason: 'attempts_exhausted' });
	const now = deps.clock.now();
	const runAt = error instanceof RetryAt ? error.atMs : now + job.definition.backoffMs(claimed.attempts);
	await deps.store.tx((tx) => retryJob(tx, claimed, { runAt, error: code }));
}

async function bury(
	deps: RunnerDeps,
	claimed: ClaimedJob,
	error: string,
	told?: { prepared: PreparedJob; reason: DeadReason }
): Promise<void> {
	deps.log.error({ jobId: claimed.id, kind: claimed.kind, code: error }, 'job is dead');
	await deps.store.tx(function* (tx) {
		const buried = yield* buryJob(tx, claimed, { deadAt: deps.clock.now(), error });
		if (buried && told) yield* told.prepared.onDead(tx, told.reason);
	});
}

function keepLease(deps: RunnerDeps, job: BoundJob, claimed: ClaimedJob, abort: AbortController): NodeJS.Timeout {
	const { leaseMs, heartbeatMs } = job.definition;
	const beat = async () => {
		try {
			const held = await deps.store.tx((tx) => extendLease(tx, claimed, deps.clock.now() + leaseMs));
			if (!held) abort.abort(new LeaseLost());
		} catch (error) {
			deps.log.warn({ err: error, jobId: claimed.id }, 'extending a lease failed');
		}
	};
	return setInterval(() => void beat(), heartbeatMs);
}

/** What is kept of an error: its code or its name. A message may quote what no row should hold. */
function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
