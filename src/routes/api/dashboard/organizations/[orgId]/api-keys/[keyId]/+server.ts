import { authorize } from '$lib/server/auth';
import { memberOf, revokeApiKey } from '$lib/server/organizations';
import { ok, route } from '$lib/server/rest';
import type { RequestEvent } from './$types';

export const DELETE = route<RequestEvent>(async (event) => {
	const operator = await memberOf(event.locals, event.params.orgId);
	const admin = authorize(operator, 'administer');
	return ok({ ok: true, ...(await revokeApiKey(event.locals.deps, admin, { keyId: event.params.keyId })) });
});
