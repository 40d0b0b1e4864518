import { eventFilterOf } from '$lib/components/dashboard/eventFilter';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const filter = eventFilterOf(event.url);
	await trpcServer.webhooks.events.ssrInfinite({ ...filter, limit: 25 });
	return { filter, now: event.locals.deps.clock.now(), trpc: trpcServer.hydrateToClient(event) };
};
