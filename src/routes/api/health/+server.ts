import { readHealth } from '$lib/server/operations';
import { AppError } from '$lib/server/platform';
import { errorBody, ok, route } from '$lib/server/rest';
import type { RequestEvent } from './$types';

/** Ready: 200. Not ready: 503, in the shape of every error, with the same facts beside it. */
export const GET = route<RequestEvent>(async ({ locals }) => {
	const health = await readHealth(locals.deps);
	if (health.ready) return ok({ ok: true, ...health });
	const error = new AppError('UNAVAILABLE');
	const body = errorBody(error, { requestId: locals.requestId, origin: locals.deps.config.origin });
	return ok({ ...body, ...health }, { status: error.status });
});
