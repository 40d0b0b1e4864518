import { ResendRangeInput } from '$lib/contract/webhookSettings';
import type { Tx } from '$lib/server/db';
import {
	idempotent,
	keyedRequest,
	MAX_JSON_BYTES,
	ok,
	parseJson,
	readBytes,
	requireSecretKey,
	route
} from '$lib/server/rest';
import { resendRangeIn } from '$lib/server/webhooks';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	const { organizationId, environment, apiKeyId } = tenant;
	const asked = { organizationId, environment, actor: { type: 'tenant' as const, id: apiKeyId } };
	const body = await readBytes(event.request, MAX_JSON_BYTES);
	const input = parseJson(body, ResendRangeInput);
	const resend = (tx: Tx) => resendRangeIn(tx, deps, asked, input);
	return ok({ ok: true, ...(await idempotent(deps, tenant, keyedRequest(event, body), resend)) }, { status: 202 });
});
