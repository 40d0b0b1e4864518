import { ok, requireSecretKey, route } from '$lib/server/rest';
import { getSession } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	return ok(await getSession(event.locals.deps, tenant, event.params.id));
});
