import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await trpcServer.apiKeys.list.ssr();
	return { now: event.locals.deps.clock.now(), trpc: trpcServer.hydrateToClient(event) };
};
