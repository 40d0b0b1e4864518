import { idempotent, keyedRequest, ok, readNothing, requireSecretKey, route } from '$lib/server/rest';
import { freshLinkIn } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	await readNothing(event.request);
	const link = (tx: Parameters<typeof freshLinkIn>[0]) => freshLinkIn(tx, deps, tenant, event.params.id);
	return ok(await idempotent(deps, tenant, keyedRequest(event), link));
});
