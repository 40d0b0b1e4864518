import type { SandboxEventsInput, SandboxEventsOutput } from '$lib/contract/sandbox';
import type { TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { MOST_EVENTS, waitForSignedEvents } from '$lib/server/webhooks';
import { assertSandbox } from './runScenario';

/** Transactions that began before the last answer may commit after it, with an earlier time. */
const REACH_BACK_MS = 2_000;

/** GET /api/verification/sandbox/events: the test environment's events with their signatures, for a developer's own machine. @throws TEST_KEY_REQUIRED */
export async function sandboxEvents(
	deps: Deps,
	tenant: TenantPrincipal,
	{ since, wait, signal }: SandboxEventsInput & { signal: AbortSignal }
): Promise<SandboxEventsOutput> {
	assertSandbox(tenant);
	const from = since === undefined ? deps.clock.now() : Date.parse(since);
	const waitMs = since === undefined ? 0 : wait * 1000;
	const events = await waitForSignedEvents(deps, tenant, { since: from, waitMs, signal });
	// A full answer goes on where it ended; otherwise everything up to now has been seen.
	const next = events.length === MOST_EVENTS ? (events.at(-1)?.createdAt ?? from) : deps.clock.now() - REACH_BACK_MS;
	return {
		ok: true,
		events: events.map(({ id, headers, body }) => ({ id, headers, body: body.toString('base64') })),
		since: new Date(Math.max(from, next)).toISOString()
	};
}
