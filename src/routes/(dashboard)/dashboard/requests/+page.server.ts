import { requestFilterOf } from '$lib/components/dashboard/requestFilter';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const filter = requestFilterOf(event.url);
	const [keys] = await Promise.all([
		event.locals.caller.apiKeys.list(),
		trpcServer.requests.search.ssrInfinite({ ...filter, limit: 25 })
	]);
	return {
		filter,
		keys: keys.filter(({ environment }) => environment === filter.environment).map(({ id, label }) => ({ id, label })),
		now: event.locals.deps.clock.now(),
		trpc: trpcServer.hydrateToClient(event)
	};
};
