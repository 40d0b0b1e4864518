import { MintApiKeyInput } from '$lib/contract/apiKeys';
import { authorize } from '$lib/server/auth';
import { listApiKeys, memberOf, mintApiKey } from '$lib/server/organizations';
import { handle, ok, readJson } from '$lib/server/rest';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	handle(event, async () => {
		const operator = await memberOf(event.locals, event.params.orgId);
		return ok({ ok: true, apiKeys: await listApiKeys(event.locals.deps, authorize(operator, 'read')) });
	});

export const POST: RequestHandler = (event) =>
	handle(event, async () => {
		const operator = await memberOf(event.locals, event.params.orgId);
		const admin = authorize(operator, 'administer');
		const input = await readJson(event.request, MintApiKeyInput);
		return ok({ ok: true, ...(await mintApiKey(event.locals.deps, admin, input)) }, { status: 201 });
	});
