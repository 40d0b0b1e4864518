import type { Environment } from '$lib/contract/slots';
import { enqueue, hasten } from '$lib/server/jobs';
import { AppError } from '$lib/server/platform';
import { countAttempts, findAttempts, setNextAttemptAt } from './attemptsRepo';
import type { DeliveryDeps } from './deliver';
import { resendWebhook } from './deliverWebhook';
import { findEvent, findEventsOfSession } from './eventsRepo';
import { endpointKey, lockSession } from './turn';

type LogDeps = Pick<DeliveryDeps, 'store' | 'clock' | 'ids'>;

export interface EventView {
	id: string;
	type: string;
	sequence: number;
	state: 'none' | 'pending' | 'delivered' | 'failed';
	url: string | null;
	createdAt: number;
	deliveredAt: number | null;
	attempts: AttemptView[];
}

export interface AttemptView {
	/** From 1. */
	number: number;
	startedAt: number;
	durationMs: number;
	/** HTTP status, null when no answer came. */
	status: number | null;
	error: string | null;
	/** The first 1 KiB of the answer. */
	responseText: string | null;
	nextAttemptAt: number | null;
}

/** A session's events in order, each with every attempt to deliver it. Empty for a session of another organization. */
export async function listEvents(deps: LogDeps, organizationId: string, sessionId: string): Promise<EventView[]> {
	const events = await findEventsOfSession(deps.store, organizationId, sessionId);
	const attempts = await findAttempts(
		deps.store,
		events.map((event) => event.id)
	);
	return events.map(({ id, type, sequence, state, url, createdAt, deliveredAt }) => ({
		...{ id, type, sequence, state, url, createdAt, deliveredAt },
		attempts: attempts
			.filter((attempt) => attempt.eventId === id)
			.map(({ number, startedAt, durationMs, status, error, responseText, nextAttemptAt }) => ({
				...{ number, startedAt, durationMs, status, error, responseText, nextAttemptAt }
			}))
	}));
}

/**
 * Sends an event once more: same id, same bytes, a delivery of its own with the whole schedule. An event that waits for its
 * next attempt is tried now instead. Throws NOT_FOUND, or VALIDATION_FAILED when the session named no URL.
 */
export async function resendEvent(
	deps: LogDeps,
	organizationId: string,
	environment: Environment,
	eventId: string
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const event = yield* findEvent(tx, organizationId, environment, eventId);
		if (!event) throw new AppError('NOT_FOUND', { internal: 'no such event' });
		if (event.url === null)
			throw new AppError('VALIDATION_FAILED', {
				fields: [{ path: 'id', message: 'The session has no webhookUrl, so this event has nowhere to go.' }]
			});
		yield* lockSession(tx, event.sessionId);
		const lastAttempt = yield* countAttempts(tx, eventId);
		if (event.state === 'pending' && (yield* hasten(tx, deps, `deliver:${eventId}`))) {
			yield* setNextAttemptAt(tx, eventId, lastAttempt, deps.clock.now());
			return;
		}
		yield* enqueue(tx, deps, {
			job: resendWebhook,
			payload: { eventId, afterAttempt: lastAttempt },
			key: `resend:${eventId}:${lastAttempt}`,
			groupKey: endpointKey({ ...event, url: event.url })
		});
	});
}
