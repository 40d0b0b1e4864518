import { AppError } from '$lib/server/platform';
import { idempotent, keyedRequest, ok, readNothing, requireSecretKey, route } from '$lib/server/rest';
import { resendEventIn } from '$lib/server/webhooks';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	await readNothing(event.request);
	const { eventId } = event.params;
	if (!/^evt_[0-9a-f]{32}$/.test(eventId)) throw new AppError('NOT_FOUND');
	const asked = { ...tenant, actor: { type: 'tenant' as const, id: tenant.apiKeyId } };
	await idempotent(deps, tenant, keyedRequest(event), (tx) => resendEventIn(tx, deps, asked, eventId));
	return ok({ ok: true, eventId }, { status: 202 });
});
