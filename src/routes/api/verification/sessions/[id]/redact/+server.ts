import { idempotent, keyedRequest, ok, readNothing, requireSecretKey, route } from '$lib/server/rest';
import { finishErasure, getSession, redactSessionIn } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	await readNothing(event.request);
	const redact = keyedRequest(event);
	const erased = await idempotent(deps, tenant, redact, (tx) => redactSessionIn(tx, deps, tenant, event.params.id));
	await finishErasure(deps, erased);
	return ok(await getSession(deps, tenant, event.params.id));
});
