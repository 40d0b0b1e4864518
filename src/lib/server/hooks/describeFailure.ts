import type { HandleServerError } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import type { ErrorCode } from '$lib/contract/errors';
import { AppError } from '$lib/server/platform';

/** What a page may know of a failure: a code and the request's id. What went wrong goes to the log only. */
export const describeFailure: HandleServerError = ({ error, event, status }) => {
	const { deps, requestId } = event.locals;
	const code = codeOf(error, status);
	if (code === 'INTERNAL_ERROR') deps.log.error({ err: error, code, requestId }, 'request failed');
	return { message: code, code, requestId };
};

function codeOf(error: unknown, status: number): ErrorCode {
	if (error instanceof AppError) return error.code;
	if (error instanceof TRPCError && error.cause instanceof AppError) return error.cause.code;
	if (status === 404) return 'NOT_FOUND';
	if (status === 405) return 'METHOD_NOT_ALLOWED';
	return 'INTERNAL_ERROR';
}
