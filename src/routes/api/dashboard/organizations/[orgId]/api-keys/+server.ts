import { MintApiKeyInput } from '$lib/contract/apiKeys';
import { authorize } from '$lib/server/auth';
import { listApiKeys, memberOf, mintApiKey } from '$lib/server/organizations';
import { ok, readJson, route } from '$lib/server/rest';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => {
	const operator = await memberOf(event.locals, event.params.orgId);
	return ok({ ok: true, apiKeys: await listApiKeys(event.locals.deps, authorize(operator, 'read')) });
});

export const POST = route<RequestEvent>(async (event) => {
	const operator = await memberOf(event.locals, event.params.orgId);
	const admin = authorize(operator, 'administer');
	const input = await readJson(event.request, MintApiKeyInput);
	return ok({ ok: true, ...(await mintApiKey(event.locals.deps, admin, input)) }, { status: 201 });
});
