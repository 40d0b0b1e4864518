import { ERRORS, type ErrorCode, type FieldProblem } from '$lib/contract/errors';

interface AppErrorOptions {
	cause?: unknown;
	/** For our log only. Never names a person, never sent out. */
	internal?: string;
	fields?: FieldProblem[];
	/** Reason codes that the applicant's page turns into advice. */
	reasons?: string[];
	retryAfterSeconds?: number;
	/** The same to the millisecond, for whoever counts in them. */
	retryAfterMs?: number;
	/** Of the limit that refused: its name, most events in a window, and the window's seconds. */
	rateLimit?: RateLimitQuota;
}

export interface RateLimitQuota {
	name: string;
	limit: number;
	windowSeconds: number;
}

/** A broken promise with a code of the one table. The public text comes from the table alone. */
export class AppError extends Error {
	readonly code: ErrorCode;
	readonly internal: string | undefined;
	readonly fields: FieldProblem[] | undefined;
	readonly reasons: string[] | undefined;
	readonly retryAfterSeconds: number | undefined;
	readonly retryAfterMs: number | undefined;
	readonly rateLimit: RateLimitQuota | undefined;

	constructor(code: ErrorCode, options: AppErrorOptions = {}) {
		super(ERRORS[code].message, { cause: options.cause });
		this.name = 'AppError';
		this.code = code;
		this.internal = options.internal;
		this.fields = options.fields;
		this.reasons = options.reasons;
		this.retryAfterSeconds = options.retryAfterSeconds;
		this.retryAfterMs = options.retryAfterMs;
		this.rateLimit = options.rateLimit;
	}

	get status(): number {
		return ERRORS[this.code].status;
	}
}
