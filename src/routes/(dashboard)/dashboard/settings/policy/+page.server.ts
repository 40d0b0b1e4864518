import { environmentOf } from '$lib/contract/environmentOf';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	await Promise.all([
		trpcServer.policies.get.ssr({ environment: environmentOf(event.url) }),
		trpcServer.policies.versions.ssr({ environment: environmentOf(event.url) }),
		trpcServer.retention.get.ssr(),
		trpcServer.organizations.reviewTimes.ssr()
	]);
	return { trpc: trpcServer.hydrateToClient(event) };
};
