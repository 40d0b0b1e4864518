import { idempotent, keyedRequest, ok, readNothing, requireSecretKey, route } from '$lib/server/rest';
import { cancelSessionIn, getSession } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	await readNothing(event.request);
	await idempotent(deps, tenant, keyedRequest(event), (tx) => cancelSessionIn(tx, deps, tenant, event.params.id));
	return ok(await getSession(deps, tenant, event.params.id));
});
