import { z } from 'zod';
import { ok, parseInput, requireSecretKey, route } from '$lib/server/rest';
import { listSessionEvents } from '$lib/server/verification';
import type { RequestEvent } from './$types';

const Query = z.strictObject({ sessionId: z.string() });

export const GET = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	const { sessionId } = parseInput(Object.fromEntries(event.url.searchParams), Query);
	return ok({ ok: true, events: await listSessionEvents(event.locals.deps, tenant, sessionId) });
});
