import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await trpcServer.organizations.branding.ssr();
	return { trpc: trpcServer.hydrateToClient(event) };
};
