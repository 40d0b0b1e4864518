/** A handler throws this: the attempt failed, and the next one is due at `atMs` instead of after the usual backoff. */
export class RetryAt extends Error {
	constructor(
		readonly atMs: number,
		options?: { cause?: unknown; code?: string }
	) {
		super('The job is to be tried again at a given time', options);
		this.name = 'RetryAt';
		this.code = options?.code ?? 'retry_at';
	}
	readonly code: string;
}

/** Another worker has the job by now: whatever this one was about to record must not count. */
export class LeaseLost extends Error {
	readonly code = 'lease_lost';
	constructor() {
		super('The lease of this job was lost');
		this.name = 'LeaseLost';
	}
}
