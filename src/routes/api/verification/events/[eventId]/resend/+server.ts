import { ok, requireSecretKey, route } from '$lib/server/rest';
import { resendEvent } from '$lib/server/webhooks';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { organizationId, environment } = await requireSecretKey(event);
	await resendEvent(event.locals.deps, organizationId, environment, event.params.eventId);
	return ok({ ok: true, eventId: event.params.eventId }, { status: 202 });
});
