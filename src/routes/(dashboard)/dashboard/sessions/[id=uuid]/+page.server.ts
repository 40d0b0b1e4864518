import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { id: sessionId } = event.params;
	const [session] = await Promise.all([
		trpcServer.sessions.get.ssr({ sessionId }),
		trpcServer.review.standing.ssr({ sessionId })
	]);
	return { sessionId, sessionEnvironment: session?.environment, trpc: trpcServer.hydrateToClient(event) };
};
