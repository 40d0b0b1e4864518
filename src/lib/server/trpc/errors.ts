import { TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { ZodError } from 'zod';
import { ERRORS, type ErrorCode, type FieldProblem } from '$lib/contract/errors';
import { AppError } from '$lib/server/platform';

/** tRPC's own word for each status of the table. It has none for 410: the nearest stands in. */
const WORDS: Record<(typeof ERRORS)[ErrorCode]['status'], TRPC_ERROR_CODE_KEY> = {
	401: 'UNAUTHORIZED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_SUPPORTED',
	409: 'CONFLICT',
	410: 'PRECONDITION_FAILED',
	413: 'PAYLOAD_TOO_LARGE',
	422: 'UNPROCESSABLE_CONTENT',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_SERVER_ERROR',
	503: 'SERVICE_UNAVAILABLE'
};

/** The same broken promise in tRPC's words. Its message is the code: sentences belong to pages. */
export const toTrpcError = (error: AppError): TRPCError =>
	new TRPCError({ code: WORDS[ERRORS[error.code].status], message: error.code, cause: error });

/** Whatever tRPC caught, as one of the table's errors: ours as it is, refused input with its fields, the rest INTERNAL_ERROR. */
export function toAppError(error: TRPCError): AppError {
	if (error.cause instanceof AppError) return error.cause;
	if (error.cause instanceof ZodError && error.code === 'BAD_REQUEST')
		return new AppError('VALIDATION_FAILED', { cause: error.cause, fields: problemsOf(error.cause) });
	if (error.code === 'NOT_FOUND') return new AppError('NOT_FOUND', { internal: 'no such procedure' });
	if (error.code === 'METHOD_NOT_SUPPORTED') return new AppError('METHOD_NOT_ALLOWED');
	if (error.code === 'PARSE_ERROR' || error.code === 'BAD_REQUEST')
		return new AppError('VALIDATION_FAILED', { cause: error });
	return new AppError('INTERNAL_ERROR', { cause: error.cause ?? error });
}

const problemsOf = (error: ZodError): FieldProblem[] =>
	error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
