import { ok, requireSecretKey, route } from '$lib/server/rest';
import { getSession, redactSession } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	await redactSession(deps, tenant, event.params.id);
	return ok(await getSession(deps, tenant, event.params.id));
});
