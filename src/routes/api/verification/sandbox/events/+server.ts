import { SandboxEventsInput } from '$lib/contract/sandbox';
import { ok, parseInput, requireSecretKey, route } from '$lib/server/rest';
import { sandboxEvents } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	const input = parseInput(Object.fromEntries(event.url.searchParams), SandboxEventsInput);
	return ok(await sandboxEvents(event.locals.deps, tenant, { ...input, signal: event.request.signal }));
});
