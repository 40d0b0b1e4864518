import { environmentOf } from '$lib/contract/environmentOf';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await Promise.all([
		trpcServer.apiKeys.list.ssr(),
		trpcServer.organizations.embedOrigins.ssr({ environment: environmentOf(event.url) })
	]);
	return { now: event.locals.deps.clock.now(), trpc: trpcServer.hydrateToClient(event) };
};
