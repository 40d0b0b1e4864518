/** The words in which operations are described. */
import { z } from 'zod';
import type { ErrorCode } from '$lib/contract/errors';

export const CALLERS = ['tenant', 'applicant', 'dashboard', 'anyone'] as const;
/** tenant: bearer sk_; applicant: bearer kvs_ or the applicant cookie; dashboard: the login cookie. */
export type Caller = (typeof CALLERS)[number];

export interface Operation {
	method: 'get' | 'post' | 'put' | 'delete';
	path: string;
	id: string;
	caller: Caller;
	summary: string;
	description?: string;
	pathParameters?: Record<string, z.ZodType>;
	query?: z.ZodObject;
	headers?: z.ZodObject;
	body?: z.ZodType;
	/** Raw bytes instead of JSON. */
	bodyMediaTypes?: readonly string[];
	/** `multipart/form-data`: one part of JSON, and files. */
	form?: { json: { name: string; schema: z.ZodType }; files: { name: string; mediaType: string } };
	status: number;
	answer?: z.ZodType;
	answerMediaTypes?: readonly string[];
	/** What a 503 carries beside its error. */
	besideError?: z.ZodObject;
	/** Beside those that every operation of this caller can give. */
	errors: readonly ErrorCode[];
}

export const sessionId = { id: z.uuid().describe('The session’s id') };
export const session = '/api/verification/sessions/{id}';
export const whileOpen = [
	'SESSION_CANCELED',
	'SESSION_FINISHED',
	'SESSION_EXPIRED'
] as const satisfies readonly ErrorCode[];

export const idempotencyKey = z.object({
	'Idempotency-Key': z
		.string()
		.optional()
		.describe(
			'1 to 255 printable characters. The same key with the same call and body gives the first answer again for 24 hours.'
		)
});

/** Of calls that take no body: a field in one is refused. */
export const noBody = ['VALIDATION_FAILED', 'PAYLOAD_TOO_LARGE'] as const satisfies readonly ErrorCode[];

export const keyErrors = ['IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED'] as const satisfies readonly ErrorCode[];
