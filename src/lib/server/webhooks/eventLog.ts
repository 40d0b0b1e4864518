import { findAttempts, type WebhookAttemptRow } from './attemptsRepo';
import { findEventsOfSession, type WebhookEventRow } from './eventsRepo';
import type { DeliveryDeps } from './sendAttempt';

type LogDeps = Pick<DeliveryDeps, 'store'>;

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
	return events.map((event) => eventView(event, attempts));
}

/** An event with those of the attempts that are its own. */
export function eventView(event: WebhookEventRow, attempts: readonly WebhookAttemptRow[]): EventView {
	const { id, type, sequence, state, url, createdAt, deliveredAt } = event;
	return {
		...{ id, type, sequence, state, url, createdAt, deliveredAt },
		attempts: attempts
			.filter((attempt) => attempt.eventId === id)
			.map(({ number, startedAt, durationMs, status, error, responseText, nextAttemptAt }) => ({
				...{ number, startedAt, durationMs, status, error, responseText, nextAttemptAt }
			}))
	};
}
