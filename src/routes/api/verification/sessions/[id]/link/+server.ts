import { ok, requireSecretKey, route } from '$lib/server/rest';
import { freshLink } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	return ok(await freshLink(event.locals.deps, tenant, event.params.id));
});
