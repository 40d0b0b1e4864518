import { environmentOf } from '$lib/contract/environmentOf';
import { QUEUE_PAGE } from '$lib/contract/reviewQueue';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const environment = environmentOf(event.url);
	const mine = event.url.searchParams.has('mine');
	await Promise.all([
		trpcServer.review.queue.ssrInfinite({ environment, mine, limit: QUEUE_PAGE }),
		trpcServer.organizations.reviewTimes.ssr()
	]);
	return {
		environment,
		mine,
		atEnd: event.url.searchParams.has('end'),
		now: event.locals.deps.clock.now(),
		trpc: trpcServer.hydrateToClient(event)
	};
};
