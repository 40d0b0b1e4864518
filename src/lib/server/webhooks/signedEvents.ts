import { and, asc, eq, gte, isNotNull } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { open, stopping } from '$lib/server/platform';
import { bodyAad } from './outbox';
import { secretsOf, type DeliveryDeps } from './sendAttempt';
import { signatureHeaders } from './sign';

export interface SignedEvent {
	id: string;
	/** In ms. */
	createdAt: number;
	/** Those of a delivery, signed at this moment. */
	headers: Record<string, string>;
	body: Buffer;
}

/** Most events of one answer. */
export const MOST_EVENTS = 200;
const LOOK_EVERY_MS = 500;

interface Request {
	/** Events of this time and later, in ms. */
	since: number;
	/** Longest wait while there is none. */
	waitMs: number;
	signal: AbortSignal;
}

/**
 * The newest events of one organization and environment as a delivery would bring them, URL or none; waits while there is nothing.
 * For the command line's `listen`: it delivers nothing, counts no attempt and changes no event.
 */
export async function waitForSignedEvents(
	deps: DeliveryDeps,
	scope: { organizationId: string; environment: Environment },
	{ since, waitMs, signal }: Request
): Promise<SignedEvent[]> {
	const until = performance.now() + waitMs;
	for (;;) {
		const events = await readSignedEvents(deps, scope, since);
		if (events.length > 0 || signal.aborted || stopping.aborted || performance.now() >= until) return events;
		await nextChange(deps, Math.min(LOOK_EVERY_MS, until - performance.now()));
	}
}

async function readSignedEvents(
	deps: DeliveryDeps,
	{ organizationId, environment }: { organizationId: string; environment: Environment },
	since: number
): Promise<SignedEvent[]> {
	const { webhookEvents: events, verificationSessions: sessions } = deps.store.t;
	const rows = await deps.store.db
		.select({ event: events, wrappedKey: sessions.wrappedKey, webhookSecretSealed: sessions.webhookSecretSealed })
		.from(events)
		.innerJoin(sessions, eq(events.sessionId, sessions.id))
		.where(
			and(
				eq(events.organizationId, organizationId),
				eq(events.environment, environment),
				gte(events.createdAt, since),
				isNotNull(sessions.wrappedKey)
			)
		)
		.orderBy(asc(events.createdAt), asc(events.sequence))
		.limit(MOST_EVENTS);
	const signed: SignedEvent[] = [];
	for (const row of rows) {
		if (row.wrappedKey === null) continue;
		const { event } = row;
		const key = deps.keyring.unwrap(row.wrappedKey, `session|${event.sessionId}`);
		const body = open(key, event.bodySealed, bodyAad(event.id));
		const secrets = (await secretsOf(deps, row)) ?? [];
		const headers = signatureHeaders({ eventId: event.id, now: deps.clock.now(), body, secrets });
		signed.push({ id: event.id, createdAt: event.createdAt, headers, body });
	}
	return signed;
}

/** Settles with the next commit, or after `ms`. */
function nextChange({ store }: DeliveryDeps, ms: number): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			forget();
			resolve();
		};
		const timer = setTimeout(end, Math.max(1, ms));
		const forget = store.onChange(end);
	});
}
