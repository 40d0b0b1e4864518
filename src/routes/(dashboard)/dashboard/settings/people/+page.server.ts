import { can } from '$lib/server/auth';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { role } = await event.parent();
	await Promise.all([
		trpcServer.people.list.ssr(),
		trpcServer.people.secondStepRule.ssr(),
		...(can(role, 'administer') ? [trpcServer.people.invitations.ssr()] : [])
	]);
	return { trpc: trpcServer.hydrateToClient(event) };
};
