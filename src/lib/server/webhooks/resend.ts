import type { Environment } from '$lib/contract/slots';
import type { ResendRangeInput } from '$lib/contract/webhookSettings';
import { record, type AuditEntry } from '$lib/server/audit';
import { lockSession, q, type Step, type Store, type Tx } from '$lib/server/db';
import { enqueue, enqueueAll, hasten } from '$lib/server/jobs';
import { AppError, type Clock, type Ids } from '$lib/server/platform';
import { bringForward, countAttempts } from './attemptsRepo';
import { resendWebhook } from './deliverWebhook';
import { endpointKey } from './endpointKey';
import { formatEventCursor, parseEventCursor } from './eventCursor';
import { lockEndpoint, updateEndpoint } from './endpointsRepo';
import { findEvent, findEventsInRange, type WebhookEventRow } from './eventsRepo';

interface ResendDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}

/** Whose events: everything below is looked up within this scope. */
interface Scope {
	organizationId: string;
	environment: Environment;
}

/** Who asks for it: that stands in the audit log. */
interface Asked extends Scope {
	actor: AuditEntry['actor'];
}

/** Most events that one call queues, in one transaction of a few statements. */
const RANGE_LIMIT = 1_000;

/**
 * Sends an event once more: same id, same bytes, a delivery of its own with the whole schedule. An event that waits for its
 * next attempt is tried now instead; an endpoint whose breaker is open is tried too. For use inside a transaction.
 * @throws NOT_FOUND, VALIDATION_FAILED when there is no URL, ENDPOINT_PAUSED until a person resumes the receiver.
 */
export function* resendEventIn(tx: Tx, deps: ResendDeps, scope: Asked, eventId: string): Step<void> {
	const event = yield* findEvent(tx, scope.organizationId, scope.environment, eventId);
	if (!event) throw new AppError('NOT_FOUND', { internal: 'no such event' });
	if (event.url === null)
		throw new AppError('VALIDATION_FAILED', {
			fields: [{ path: 'id', message: 'The session had no webhookUrl, so this event has nowhere to go.' }]
		});
	const endpointId = endpointKey({ ...event, url: event.url });
	yield* q(lockSession(tx, event.organizationId, event.sessionId));
	const endpoint = yield* lockEndpoint(tx, endpointId);
	if (endpoint && endpoint.pausedAt !== null) throw new AppError('ENDPOINT_PAUSED');
	if (endpoint && endpoint.openUntil !== null) yield* updateEndpoint(tx, endpointId, { openUntil: null });
	yield* queueAgain(tx, deps, event, endpointId);
	yield* record(tx, deps, {
		organizationId: event.organizationId,
		sessionId: event.sessionId,
		actor: scope.actor,
		action: 'webhook.resent',
		targetId: eventId
	});
}

/** The same in a transaction of its own. */
export const resendEvent = (deps: ResendDeps, scope: Asked, eventId: string): Promise<void> =>
	deps.store.tx((tx) => resendEventIn(tx, deps, scope, eventId));

/**
 * Queues every event of a stretch of time again, oldest first, at most 1,000 a call. What goes to a paused endpoint is queued too,
 * and leaves when a person resumes it.
 * @throws VALIDATION_FAILED for a cursor that is none, or an end before the start.
 */
export function* resendRangeIn(tx: Tx, deps: ResendDeps, scope: Asked, input: ResendRangeInput): Step<Queued> {
	const range = { state: input.state, from: Date.parse(input.from), to: Date.parse(input.to) };
	if (range.from >= range.to)
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'to', message: 'must be later than from' }] });
	const after = input.cursor === undefined ? null : parseEventCursor(input.cursor);
	const found = yield* findEventsInRange(tx, scope, { ...range, after, limit: RANGE_LIMIT + 1 });
	const events = found.slice(0, RANGE_LIMIT);
	const resends = events.flatMap(({ url, ...event }) =>
		url === null ? [] : [resendJob({ ...scope, ...event }, endpointKey({ ...scope, url }))]
	);
	yield* enqueueAll(tx, deps, resends);
	const { organizationId, environment, actor } = scope;
	const detail = { environment, from: input.from, to: input.to, state: input.state ?? null, queued: events.length };
	if (events.length > 0) yield* record(tx, deps, { organizationId, actor, action: 'webhook.range_resent', detail });
	const last = events.at(-1);
	return { queued: events.length, nextCursor: found.length > RANGE_LIMIT && last ? formatEventCursor(last) : null };
}

/** The same in a transaction of its own. */
export const resendRange = (deps: ResendDeps, scope: Asked, input: ResendRangeInput): Promise<Queued> =>
	deps.store.tx((tx) => resendRangeIn(tx, deps, scope, input));

interface Queued {
	queued: number;
	nextCursor: string | null;
}

function* queueAgain(tx: Tx, deps: ResendDeps, event: WebhookEventRow, groupKey: string): Step<void> {
	if (event.state === 'pending' && (yield* hasten(tx, deps, `deliver:${event.id}`))) {
		yield* bringForward(tx, event.id, deps.clock.now());
		return;
	}
	yield* enqueue(tx, deps, resendJob({ ...event, lastAttempt: yield* countAttempts(tx, event.id) }, groupKey));
}

const resendJob = (event: { id: string; organizationId: string; lastAttempt: number }, groupKey: string) => ({
	job: resendWebhook,
	payload: { eventId: event.id, afterAttempt: event.lastAttempt },
	key: `resend:${event.id}:${event.lastAttempt}`,
	groupKey,
	ownerKey: event.organizationId
});
