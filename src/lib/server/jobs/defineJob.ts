import type { z } from 'zod';
import type { Step, Tx } from '$lib/server/db';
import type { JobPayload } from '$lib/server/db/schema/types';

/** What a kind of job is, apart from the code that does it: whoever enqueues imports this and nothing heavier. */
export interface JobDefinition<P extends JobPayload = JobPayload> {
	readonly kind: string;
	/** Lanes have their own runner and concurrency, so that slow kinds do not hold up quick ones. */
	readonly lane: string;
	/** Checked when the job is enqueued and again when it is taken up. */
	readonly payload: z.ZodType<P>;
	/** Attempts in all, counting those that ended with the death of their worker. */
	readonly maxAttempts: number;
	/** Wait after failed attempt number `attempt` (from 1), in ms. */
	backoffMs(attempt: number): number;
	/** How long a silent worker keeps a job. A dead worker's job is taken up again after this. */
	readonly leaseMs: number;
	/** How often a running job's lease is extended. */
	readonly heartbeatMs: number;
}

type Defaulted = 'leaseMs' | 'heartbeatMs';

/** Lease 15 s with a heartbeat every 5 s unless told otherwise: two heartbeats may be lost before the job is. */
export function defineJob<P extends JobPayload>(
	definition: Omit<JobDefinition<P>, Defaulted> & Partial<Pick<JobDefinition<P>, Defaulted>>
): JobDefinition<P> {
	return { leaseMs: 15_000, heartbeatMs: 5_000, ...definition };
}

export interface JobContext<P extends JobPayload = JobPayload> {
	readonly payload: P;
	/** From 1. */
	readonly attempt: number;
	/** Aborted when the lease is lost or the worker must go down now. */
	readonly signal: AbortSignal;
	readonly isLastAttempt: boolean;
	/** The trace that the job was queued in; null where none was made. */
	readonly traceparent: string | null;
	/**
	 * Finishes the job inside the handler's own transaction, so that its effects and its end are one fact. Throws `LeaseLost`
	 * when another worker has the job by now: the transaction then rolls back.
	 */
	finishIn(tx: Tx): Step<void>;
	/** Puts the job off without counting this attempt, in the handler's transaction. Throws `LeaseLost` like `finishIn`. */
	postponeIn(tx: Tx, atMs: number): Step<void>;
	/** For effects that do not end the job: throws `LeaseLost` in the handler's transaction unless the job is still its own. */
	holdIn(tx: Tx): Step<void>;
}

export type DeadReason = 'attempts_exhausted' | 'worker_died';

export interface JobHandler<P extends JobPayload> {
	handle(context: JobContext<P>): Promise<void>;
	/** Runs in the transaction that makes the job a dead letter, so that the domain never waits for a job that will not come. */
	onDead?(tx: Tx, payload: P, reason: DeadReason): Step<void>;
}

/** A definition together with its handler, as a runner takes it. */
export interface BoundJob {
	readonly definition: Omit<JobDefinition, 'payload'>;
	/** Null for a payload that is not of this kind. */
	prepare(payload: unknown): PreparedJob | null;
}

export interface PreparedJob {
	run(context: Omit<JobContext, 'payload'>): Promise<void>;
	onDead(tx: Tx, reason: DeadReason): Step<void>;
}

export function bindJob<P extends JobPayload>(definition: JobDefinition<P>, handler: JobHandler<P>): BoundJob {
	return {
		definition,
		prepare(raw) {
			const parsed = definition.payload.safeParse(raw);
			if (!parsed.success) return null;
			return {
				run: (context) => handler.handle({ ...context, payload: parsed.data }),
				*onDead(tx, reason) {
					if (handler.onDead) yield* handler.onDead(tx, parsed.data, reason);
				}
			};
		}
	};
}
