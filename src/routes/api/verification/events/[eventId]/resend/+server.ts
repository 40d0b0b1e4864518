import { AppError } from '$lib/server/platform';
import { ok, requireSecretKey, route } from '$lib/server/rest';
import { resendEvent } from '$lib/server/webhooks';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { organizationId, environment } = await requireSecretKey(event);
	if (!/^evt_[0-9a-f]{32}$/.test(event.params.eventId)) throw new AppError('NOT_FOUND');
	await resendEvent(event.locals.deps, { organizationId, environment }, event.params.eventId);
	return ok({ ok: true, eventId: event.params.eventId }, { status: 202 });
});
