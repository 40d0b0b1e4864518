import { idempotent, keyedRequest, ok, requireSecretKey, route } from '$lib/server/rest';
import { finishErasure, getSession, redactSessionIn } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	const redact = keyedRequest(event);
	const erased = await idempotent(deps, tenant, redact, (tx) => redactSessionIn(tx, deps, tenant, event.params.id));
	await finishErasure(deps, erased);
	return ok(await getSession(deps, tenant, event.params.id));
});
