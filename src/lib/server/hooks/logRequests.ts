import type { Handle } from '@sveltejs/kit';
import { isUuid } from '$lib/server/platform';
import type { RequestLog } from '$lib/server/requestLog';

/**
 * Puts each call with a secret key into the request log, good or refused: by its route, never by its address, body or query. A key
 * that nobody here has seen belongs to nobody, and its call to no log.
 */
export const logRequests =
	(log: () => RequestLog): Handle =>
	async ({ event, resolve }) => {
		const startedAt = performance.now();
		const createdAt = event.locals.deps.clock.now();
		const response = await resolve(event);
		const { keyUsed, requestId, sessionMade, errorCode } = event.locals;
		if (keyUsed)
			log().add({
				id: requestId,
				...keyUsed,
				method: event.request.method,
				route: asDocumented(event.route.id ?? ''),
				sessionId: sessionMade ?? sessionIn(event.params.id),
				status: response.status,
				errorCode: errorCode ?? null,
				durationMs: Math.round(performance.now() - startedAt),
				createdAt
			});
		return response;
	};

/** `/sessions/[id]` as the documentation writes it: `/sessions/{id}`. */
const asDocumented = (route: string): string => route.replace(/\[(\w+)\]/g, '{$1}');

/** Whatever a caller writes in a path, only what may be an id is kept. */
const sessionIn = (id: string | undefined): string | null => (id !== undefined && isUuid(id) ? id : null);
