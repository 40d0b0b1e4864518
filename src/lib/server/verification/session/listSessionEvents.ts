import type { TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { listEvents } from '$lib/server/webhooks';
import { loadSession } from './load';

/** GET /api/verification/events?sessionId=: the event log of one session, attempts included. */
export async function listSessionEvents(deps: Deps, tenant: TenantPrincipal, sessionId: string) {
	const session = await loadSession(deps, tenant, sessionId);
	const events = await listEvents(deps, session.organizationId, session.id);
	return events.map((event) => ({
		...event,
		createdAt: iso(event.createdAt),
		deliveredAt: event.deliveredAt === null ? null : iso(event.deliveredAt),
		attempts: event.attempts.map((attempt) => ({
			...attempt,
			startedAt: iso(attempt.startedAt),
			nextAttemptAt: attempt.nextAttemptAt === null ? null : iso(attempt.nextAttemptAt)
		}))
	}));
}

const iso = (ms: number): string => new Date(ms).toISOString();
