import { AUDIT_PAGE_SIZE, auditFilterOf } from '$lib/components/audit/auditFilter';
import { mayAdminister } from '$lib/components/dashboard/roles';
import { trpcServer } from '$lib/server/trpc/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const filter = auditFilterOf(event.url);
	const { role } = await event.parent();
	const allowed = mayAdminister(role);
	if (allowed)
		await Promise.all([
			trpcServer.audit.choices.ssr(),
			trpcServer.audit.list.ssrInfinite({ ...filter, limit: AUDIT_PAGE_SIZE })
		]);
	return { filter, allowed, trpc: trpcServer.hydrateToClient(event) };
};
