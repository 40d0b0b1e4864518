import type { Handle } from '@sveltejs/kit';
import type { Deps } from '$lib/server/deps';
import { withRequestId } from '$lib/server/platform';

/** Names the request: in its answer (`x-request-id`), in every error body and in every log line. Hands the deps on. */
export const requestId =
	(deps: () => Deps): Handle =>
	({ event, resolve }) => {
		event.locals.deps = deps();
		event.locals.requestId = event.locals.deps.ids.uuid();
		return withRequestId(event.locals.requestId, async () => {
			const response = await resolve(event);
			response.headers.set('x-request-id', event.locals.requestId);
			return response;
		});
	};
