import { authorize } from '$lib/server/auth';
import { memberOf, revokeApiKey } from '$lib/server/organizations';
import { handle, ok } from '$lib/server/rest';
import type { RequestHandler } from './$types';

export const DELETE: RequestHandler = (event) =>
	handle(event, async () => {
		const operator = await memberOf(event.locals, event.params.orgId);
		const admin = authorize(operator, 'administer');
		return ok({ ok: true, ...(await revokeApiKey(event.locals.deps, admin, { keyId: event.params.keyId })) });
	});
