import { record } from '$lib/server/audit';
import type { Store } from '$lib/server/db';
import { AppError, open, type Clock, type Ids, type Keyring } from '$lib/server/platform';
import { findForDelivery } from './eventsRepo';
import { eventView, type EventView } from './eventLog';
import { findAttempts } from './attemptsRepo';
import { bodyAad } from './outbox';
import { plainHeaders } from './sendAttempt';

export interface EventDetail extends EventView {
	sessionId: string;
	environment: 'test' | 'live';
	/** What every attempt sends beside its timestamp and signatures. */
	headers: Record<string, string>;
	/** False once the session is redacted: what was sent cannot be read again by anyone. */
	hasBody: boolean;
}

/**
 * An event with every attempt, without what it says of the person.
 * @throws NOT_FOUND also for another organization's.
 */
export async function readEvent(
	deps: { readonly store: Store },
	organizationId: string,
	eventId: string
): Promise<EventDetail> {
	const { event, wrappedKey } = await load(deps.store, organizationId, eventId);
	return {
		...eventView(event, await findAttempts(deps.store, [event.id])),
		...{ sessionId: event.sessionId, environment: event.environment },
		headers: plainHeaders(event.id),
		hasBody: wrappedKey !== null
	};
}

/**
 * The exact body that every attempt sends. It holds what was read from documents, so that a person looked is recorded.
 * @throws NOT_FOUND; SESSION_FINISHED when the session is redacted.
 */
export async function showEventBody(
	deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids; readonly keyring: Keyring },
	operator: { organizationId: string; userId: string },
	eventId: string
): Promise<{ body: string }> {
	const { event, wrappedKey } = await load(deps.store, operator.organizationId, eventId);
	if (wrappedKey === null) throw new AppError('SESSION_FINISHED', { internal: 'redacted: the session key is gone' });
	const key = deps.keyring.unwrap(wrappedKey, `session|${event.sessionId}`);
	const body = open(key, event.bodySealed, bodyAad(event.id)).toString('utf8');
	await deps.store.tx(function* (tx) {
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			sessionId: event.sessionId,
			actor: { type: 'operator', id: operator.userId },
			action: 'webhook_event.viewed',
			targetId: event.id
		});
	});
	return { body };
}

async function load(store: Store, organizationId: string, eventId: string) {
	const loaded = await findForDelivery(store, eventId);
	if (loaded?.event.organizationId !== organizationId) throw new AppError('NOT_FOUND', { internal: 'no such event' });
	return loaded;
}
