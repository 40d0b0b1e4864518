import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import { ERRORS } from '$lib/contract/errors';
import { AppError } from '$lib/server/platform';
import type { Context } from './context';
import { toAppError, toTrpcError } from './errors';

const t = initTRPC.context<Context>().create({
	transformer: superjson,
	// Built from the table alone: no stack, no path, no text of unknown origin ever leaves, in development neither.
	errorFormatter: ({ shape, error, ctx }) => {
		const known = toAppError(error);
		return {
			code: shape.code,
			message: ERRORS[known.code].message,
			data: { code: known.code, requestId: ctx?.requestId ?? '', fields: known.fields ?? [] }
		};
	}
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const middleware = t.middleware;

/** Puts errors of services and refused input into tRPC's words, for the browser and for pages alike. */
const translateErrors = middleware(async ({ next }) => {
	const result = await next();
	if (result.ok) return result;
	const known = toAppError(result.error);
	throw known.code === 'INTERNAL_ERROR' && !(result.error.cause instanceof AppError)
		? result.error
		: toTrpcError(known);
});

export const baseProcedure = t.procedure.use(translateErrors);
