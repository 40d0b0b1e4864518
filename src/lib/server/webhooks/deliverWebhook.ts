import { z } from 'zod';
import { defineJob } from '$lib/server/jobs';

/**
 * How often and when to try is the schedule's business (backoff.ts), told by `RetryAt`; `maxAttempts` only ends a delivery
 * that kills its worker each time, and `backoffMs` counts only for failures of our own.
 */
const ours = {
	lane: 'delivery',
	maxAttempts: 60,
	backoffMs: (attempt: number) => Math.min(60_000, 500 * 2 ** attempt)
};

/** One event's way to its receiver. */
export const deliverWebhook = defineJob({
	kind: 'deliverWebhook',
	payload: z.object({ eventId: z.string() }),
	...ours
});

/** The same bytes once more because a person asked for it; holds back nothing and waits for nothing. */
export const resendWebhook = defineJob({
	kind: 'resendWebhook',
	/** `afterAttempt`: the number of the last attempt that belongs to earlier deliveries. */
	payload: z.object({ eventId: z.string(), afterAttempt: z.number().int().min(0) }),
	...ours
});
