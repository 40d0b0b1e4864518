import { nextPage } from '$lib/server/hooks/formRequest';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await trpcServer.account.get.ssr();
	return { next: nextPage(event.url), trpc: trpcServer.hydrateToClient(event) };
};
