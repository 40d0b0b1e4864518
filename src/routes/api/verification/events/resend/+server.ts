import { ResendRangeInput } from '$lib/contract/webhookSettings';
import { ok, readJson, requireSecretKey, route } from '$lib/server/rest';
import { resendRange } from '$lib/server/webhooks';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { organizationId, environment, apiKeyId } = await requireSecretKey(event);
	const asked = { organizationId, environment, actor: { type: 'tenant' as const, id: apiKeyId } };
	const input = await readJson(event.request, ResendRangeInput);
	return ok({ ok: true, ...(await resendRange(event.locals.deps, asked, input)) }, { status: 202 });
});
