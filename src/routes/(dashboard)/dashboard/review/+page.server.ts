import { environmentOf } from '$lib/contract/environmentOf';
import { QUEUE_PAGE } from '$lib/contract/reviewQueue';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const environment = environmentOf(event.url);
	const mine = event.url.searchParams.has('mine');
	await trpcServer.review.queue.ssrInfinite({ environment, mine, limit: QUEUE_PAGE });
	return {
		environment,
		mine,
		atEnd: event.url.searchParams.has('end'),
		now: event.locals.deps.clock.now(),
		trpc: trpcServer.hydrateToClient(event)
	};
};
