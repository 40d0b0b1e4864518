import { lockSession, q, type Step, type Tx } from '$lib/server/db';
import { bindJob, RetryAt, type BoundJob, type DeadReason, type JobContext } from '$lib/server/jobs';
import { countAttempts, findAttemptsOfDelivery, insertAttempt } from './attemptsRepo';
import { nextAttemptAt } from './backoff';
import { FAILURES_THAT_OPEN, GIVE_UP_AFTER_MS } from './breaker';
import { deliverWebhook, resendWebhook } from './deliverWebhook';
import { endpointKey, type EndpointAddress } from './endpointKey';
import { findEndpoint, type EndpointRow } from './endpointsRepo';
import { findForDelivery, findPendingEvent, updateEvent, type WebhookEventRow } from './eventsRepo';
import { isHeldUp, noteAttempt, passGate } from './gate';
import { judgeAnswer, shownText, type Answer, type Outcome } from './outcome';
import { sendAttempt, type DeliveryDeps, type DeliveryOptions, type Loaded } from './sendAttempt';
import { enqueueReady } from './turn';

/** What the worker's lane `delivery` runs for webhooks. */
export function webhookJobs(deps: DeliveryDeps, options: DeliveryOptions = {}): BoundJob[] {
	return [
		bindJob(deliverWebhook, {
			handle: ({ payload, ...context }) =>
				deliver(deps, options, { ...context, eventId: payload.eventId, resendAfter: null }),
			onDead: (tx, { eventId }, reason) => giveUp(tx, deps, eventId, reason)
		}),
		bindJob(resendWebhook, {
			handle: ({ payload: { eventId, afterAttempt }, ...context }) =>
				deliver(deps, options, { ...context, eventId, resendAfter: afterAttempt })
		})
	];
}

type Delivery = Pick<JobContext, 'signal' | 'finishIn' | 'holdIn' | 'postponeIn'> & {
	eventId: string;
	/** Null: the event's own delivery. Otherwise the attempt after which somebody asked for it once more. */
	resendAfter: number | null;
};

const isResend = ({ resendAfter }: Delivery): boolean => resendAfter !== null;

/** Where an event goes, and how that endpoint fared when this attempt began. */
interface Receiver {
	id: string;
	address: EndpointAddress;
	before: EndpointRow | null;
}

/** One attempt, and one row that tells of it; or none, where the endpoint is paused or its breaker is open. */
async function deliver(deps: DeliveryDeps, options: DeliveryOptions, delivery: Delivery): Promise<void> {
	const loaded = await findForDelivery(deps.store, delivery.eventId);
	// Delivered or given up already: this worker's predecessor died between recording that and finishing the job.
	if (!loaded || (loaded.event.state !== 'pending' && !isResend(delivery))) return;
	const earlier = await findAttemptsOfDelivery(deps.store, delivery);
	const notBefore = earlier.at(-1)?.nextAttemptAt ?? null;
	if (notBefore !== null && notBefore > deps.clock.now()) throw new RetryAt(notBefore);
	const receiver = await receiverOf(deps, loaded.event);
	if (receiver && isHeldUp(receiver.before)) {
		const mayGo = await deps.store.tx((tx) => passGate(tx, deps, receiver.id, delivery));
		if (!mayGo) return;
	}
	const startedAt = deps.clock.now();
	const answer = await sendAttempt(deps, options, loaded, delivery.signal);
	await recordAttempt(deps, options, delivery, {
		loaded,
		receiver,
		answer,
		startedAt,
		attempt: earlier.length + 1
	});
}

async function receiverOf({ store }: DeliveryDeps, event: WebhookEventRow): Promise<Receiver | null> {
	if (event.url === null) return null;
	const { organizationId, environment, url } = event;
	const address = { organizationId, environment, url };
	const id = endpointKey(address);
	return { id, address, before: await findEndpoint(store, id) };
}

interface Attempt {
	loaded: Loaded;
	receiver: Receiver | null;
	answer: Answer;
	startedAt: number;
	/** Of this delivery, from 1. */
	attempt: number;
}

/** Everything that follows from an attempt, in one transaction. Throws `RetryAt` when there is to be another. */
async function recordAttempt(
	deps: DeliveryDeps,
	options: DeliveryOptions,
	delivery: Delivery,
	{ loaded, receiver, answer, startedAt, attempt }: Attempt
): Promise<void> {
	const { event } = loaded;
	const now = deps.clock.now();
	const outcome = judgeAnswer(answer, attempt, now);
	const ends =
		loaded.wrappedKey === null || answerEnds(answer) || (!isResend(delivery) && isHopeless(receiver, event, now));
	const next = nextTry(outcome, { attempt, now, ends, options });
	const error = outcome.kind === 'failed' ? outcome.error : null;
	const gone = outcome.kind === 'failed' && outcome.gone;
	const askedUntil = outcome.kind === 'failed' ? outcome.retryAfterAt : null;
	await deps.store.tx(function* (tx) {
		const [session] = yield* q(lockSession(tx, event.organizationId, event.sessionId));
		yield* insertAttempt(tx, {
			id: deps.ids.uuid(),
			// Under the session's lock: another delivery of the same event may be under way.
			number: (yield* countAttempts(tx, event.id)) + 1,
			resendAfter: delivery.resendAfter,
			...{ startedAt, durationMs: now - startedAt, nextAttemptAt: next },
			organizationId: event.organizationId,
			eventId: event.id,
			status: answer.status,
			error,
			// Erased while the answer was under way: what it says of the person must not come back.
			responseText: session?.wrappedKey ? shownText(answer) : null
		});
		yield* recordOutcome(tx, event, delivery, { outcome, final: next === null, now });
		yield* enqueueReady(tx, deps, { id: event.sessionId, organizationId: event.organizationId });
		yield* next === null ? delivery.finishIn(tx) : delivery.holdIn(tx);
		if (receiver) yield* noteAttempt(tx, deps, { ...receiver, answer, gone, error, askedUntil });
	});
	if (next !== null) throw new RetryAt(next, { code: error ?? undefined });
}

const answerEnds = (answer: Answer): boolean => answer.status === null && answer.error === 'default_removed';

/** Nobody has answered there for longer than the whole schedule takes: this event has waited for its probe long enough. */
const isHopeless = (receiver: Receiver | null, event: WebhookEventRow, now: number): boolean =>
	(receiver?.before?.failures ?? 0) >= FAILURES_THAT_OPEN && event.createdAt <= now - GIVE_UP_AFTER_MS;

function nextTry(
	outcome: Outcome,
	at: { attempt: number; now: number; ends: boolean; options: DeliveryOptions }
): number | null {
	if (outcome.kind === 'delivered' || outcome.gone || at.ends) return null;
	const random = (at.options.random ?? Math.random)();
	return nextAttemptAt({ attempt: at.attempt, now: at.now, retryAfterAt: outcome.retryAfterAt, random });
}

/** A resend can turn a failure into a success; its own failure takes nothing back. */
function* recordOutcome(
	tx: Tx,
	event: WebhookEventRow,
	delivery: Delivery,
	{ outcome, final, now }: { outcome: Outcome; final: boolean; now: number }
): Step<void> {
	if (outcome.kind === 'delivered') {
		if (event.state !== 'delivered') yield* updateEvent(tx, event, { state: 'delivered', deliveredAt: now });
		return;
	}
	// No longer pending: a resend came through while this attempt was under way.
	const pending = isResend(delivery) ? null : yield* findPendingEvent(tx, event.id);
	if (pending && final) yield* updateEvent(tx, event, { state: 'failed' });
	else if (pending && outcome.releases && pending.releasedAt === null)
		yield* updateEvent(tx, event, { releasedAt: now });
}

/** Each try killed its worker, or failed by a fault of ours: the event is given up in the open, and those behind it go on. */
function* giveUp(tx: Tx, deps: DeliveryDeps, eventId: string, reason: DeadReason): Step<void> {
	const now = deps.clock.now();
	const event = yield* findPendingEvent(tx, eventId);
	if (!event) return;
	yield* q(lockSession(tx, event.organizationId, event.sessionId));
	yield* insertAttempt(tx, {
		id: deps.ids.uuid(),
		organizationId: event.organizationId,
		eventId,
		number: (yield* countAttempts(tx, eventId)) + 1,
		resendAfter: null,
		startedAt: now,
		durationMs: 0,
		status: null,
		error: reason,
		responseText: null,
		nextAttemptAt: null
	});
	yield* updateEvent(tx, event, { state: 'failed' });
	yield* enqueueReady(tx, deps, { id: event.sessionId, organizationId: event.organizationId });
}
