import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createContext } from '$lib/server/trpc/context';
import { toAppError } from '$lib/server/trpc/errors';
import { appRouter } from '$lib/server/trpc/router';
import type { RequestHandler } from './$types';

const handler: RequestHandler = (event) =>
	fetchRequestHandler({
		endpoint: '/api/trpc',
		req: event.request,
		router: appRouter,
		createContext: () => createContext(event),
		// One failed call answers with the table's status; a batch of several keeps tRPC's 207.
		responseMeta: ({ errors }) => (errors.length === 1 && errors[0] ? { status: toAppError(errors[0]).status } : {}),
		onError: ({ error, path }) => {
			const known = toAppError(error);
			if (known.code === 'INTERNAL_ERROR')
				event.locals.deps.log.error(
					{ err: error.cause ?? error, code: known.code, procedure: path },
					'procedure failed'
				);
		}
	});

export const GET = handler;
export const POST = handler;
