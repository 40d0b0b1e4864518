import { filterOf } from '$lib/components/dashboard/sessionFilter';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const filter = filterOf(event.url);
	await trpcServer.sessions.list.ssrInfinite(filter);
	return { filter, now: event.locals.deps.clock.now(), trpc: trpcServer.hydrateToClient(event) };
};
