import type { TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { listEvents } from '$lib/server/webhooks';
import { loadSession } from './load';

/** GET /api/verification/events?sessionId=: the event log of one session, attempts included. */
export async function listSessionEvents(deps: Deps, tenant: TenantPrincipal, sessionId: string) {
	const session = await loadSession(deps, tenant, sessionId);
	return listEvents(deps, session.organizationId, session.id);
}
