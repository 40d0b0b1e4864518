import { daysOf } from '$lib/components/insight/figures';
import { environmentOf } from '$lib/contract/environmentOf';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = { environment: environmentOf(event.url), days: daysOf(event.url) };
	await trpcServer.insight.read.ssr(asked);
	return { asked, trpc: trpcServer.hydrateToClient(event) };
};
