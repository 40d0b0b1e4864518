import { filterOf, PAGE_SIZE } from '$lib/components/dashboard/sessionFilter';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const filter = filterOf(event.url);
	await Promise.all([
		trpcServer.sessions.views.ssr(),
		trpcServer.sessions.choices.ssr({ environment: filter.environment }),
		trpcServer.sessions.list.ssrInfinite({ ...filter, limit: PAGE_SIZE })
	]);
	return { filter, now: event.locals.deps.clock.now(), trpc: trpcServer.hydrateToClient(event) };
};
