import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { eventId } = event.params;
	const found = await trpcServer.webhooks.event.ssr({ eventId });
	return { eventId, sessionEnvironment: found?.environment, trpc: trpcServer.hydrateToClient(event) };
};
