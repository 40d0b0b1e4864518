import { environmentOf } from '$lib/contract/environmentOf';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await trpcServer.policies.get.ssr({ environment: environmentOf(event.url) });
	return { trpc: trpcServer.hydrateToClient(event) };
};
