import type { Step, Store, Tx } from '$lib/server/db';
import { bindJob, RetryAt, type BoundJob, type JobContext } from '$lib/server/jobs';
import {
	guardedFetch,
	GuardedFetchError,
	open,
	type Clock,
	type Ids,
	type Keyring,
	type ResolveHost
} from '$lib/server/platform';
import { countAttempts, findLastAttempt, insertAttempt } from './attemptsRepo';
import { nextAttemptAt } from './backoff';
import { deliverWebhook, resendWebhook } from './deliverWebhook';
import { findForDelivery, findPendingEvent, updateEvent, type WebhookEventRow } from './eventsRepo';
import { bodyAad } from './outbox';
import { judgeAnswer, shownText, type Answer, type Outcome } from './outcome';
import { signatureHeaders } from './sign';
import { enqueueReady, lockSession } from './turn';
import { outboundRules, type WebhookSettings } from './webhookUrl';

export interface DeliveryDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly keyring: Keyring;
	readonly config: WebhookSettings;
}

interface DeliveryOptions {
	/** For one attempt as a whole. */
	timeoutMs?: number;
	/** Uniform in [0, 1): the schedule's jitter. */
	random?: () => number;
	/** For tests: answers in place of DNS. */
	resolve?: ResolveHost;
}

const ATTEMPT_TIMEOUT_MS = 15_000;

/** What the worker's lane `delivery` runs for webhooks. */
export function webhookJobs(deps: DeliveryDeps, options: DeliveryOptions = {}): BoundJob[] {
	return [
		bindJob(deliverWebhook, {
			handle: ({ payload, ...context }) =>
				deliver(deps, options, { ...context, eventId: payload.eventId, afterAttempt: 0, isResend: false }),
			onDead: (tx, { eventId }) => giveUp(tx, deps, eventId)
		}),
		bindJob(resendWebhook, {
			handle: ({ payload, ...context }) => deliver(deps, options, { ...context, ...payload, isResend: true })
		})
	];
}

type Delivery = Pick<JobContext, 'signal' | 'finishIn' | 'holdIn'> & {
	eventId: string;
	/** Attempts up to this number belong to earlier deliveries. */
	afterAttempt: number;
	isResend: boolean;
};
type Loaded = NonNullable<Awaited<ReturnType<typeof findForDelivery>>>;

/** One attempt, and one row that tells of it. */
async function deliver(deps: DeliveryDeps, options: DeliveryOptions, delivery: Delivery): Promise<void> {
	const loaded = await findForDelivery(deps.store, delivery.eventId);
	// Delivered or given up already: this worker's predecessor died between recording that and finishing the job.
	if (!loaded || (loaded.event.state !== 'pending' && !delivery.isResend)) return;
	const last = await findLastAttempt(deps.store, delivery.eventId);
	const notBefore = last && last.number > delivery.afterAttempt ? last.nextAttemptAt : null;
	if (notBefore !== null && notBefore > deps.clock.now()) throw new RetryAt(notBefore);

	const number = (last?.number ?? 0) + 1;
	const startedAt = deps.clock.now();
	const answer = await post(deps, options, loaded, delivery.signal);
	const now = deps.clock.now();
	const attempt = number - delivery.afterAttempt;
	const outcome = judgeAnswer(answer, attempt, now);
	const next = nextTry(outcome, { attempt, now, erased: loaded.wrappedKey === null, options });
	const row = { id: deps.ids.uuid(), number, startedAt, durationMs: now - startedAt, nextAttemptAt: next };
	await deps.store.tx(function* (tx) {
		yield* lockSession(tx, loaded.event.sessionId);
		yield* insertAttempt(tx, {
			...row,
			organizationId: loaded.event.organizationId,
			eventId: loaded.event.id,
			status: answer.status,
			error: outcome.kind === 'failed' ? outcome.error : null,
			responseText: shownText(answer)
		});
		yield* recordOutcome(tx, loaded.event, delivery, { outcome, final: next === null, now });
		yield* enqueueReady(tx, deps, loaded.event.sessionId);
		yield* next === null ? delivery.finishIn(tx) : delivery.holdIn(tx);
	});
	if (next !== null) throw new RetryAt(next, { code: outcome.kind === 'failed' ? outcome.error : undefined });
}

function nextTry(
	outcome: Outcome,
	at: { attempt: number; now: number; erased: boolean; options: DeliveryOptions }
): number | null {
	if (outcome.kind === 'delivered' || outcome.gone || at.erased) return null;
	const random = (at.options.random ?? Math.random)();
	return nextAttemptAt({ attempt: at.attempt, now: at.now, retryAfterAt: outcome.retryAfterAt, random });
}

/** A resend can turn a failure into a success; its own failure takes nothing back. */
function* recordOutcome(
	tx: Tx,
	event: WebhookEventRow,
	{ isResend }: Delivery,
	{ outcome, final, now }: { outcome: Outcome; final: boolean; now: number }
): Step<void> {
	if (outcome.kind === 'delivered') {
		if (event.state !== 'delivered') yield* updateEvent(tx, event.id, { state: 'delivered', deliveredAt: now });
	} else if (!isResend && final) yield* updateEvent(tx, event.id, { state: 'failed' });
	else if (!isResend && outcome.releases && event.releasedAt === null)
		yield* updateEvent(tx, event.id, { releasedAt: now });
}

async function post(
	deps: DeliveryDeps,
	options: DeliveryOptions,
	{ event, wrappedKey, webhookSecretSealed }: Loaded,
	signal: AbortSignal
): Promise<Answer> {
	if (wrappedKey === null) return { status: null, error: 'session_redacted' };
	if (event.url === null) return { status: null, error: 'url_missing' };
	const sessionKey = deps.keyring.unwrap(wrappedKey, `session|${event.sessionId}`);
	const body = open(sessionKey, event.bodySealed, bodyAad(event.id));
	const secret =
		webhookSecretSealed && deps.keyring.open(webhookSecretSealed, `webhookSecret|${event.sessionId}`).toString('utf8');
	try {
		return await guardedFetch(event.url, {
			...outboundRules(deps.config, event.environment),
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'user-agent': 'id-beyond-webhooks/1',
				...signatureHeaders({ eventId: event.id, now: deps.clock.now(), body, secret })
			},
			body,
			timeoutMs: options.timeoutMs ?? ATTEMPT_TIMEOUT_MS,
			signal,
			...(options.resolve ? { resolve: options.resolve } : {})
		});
	} catch (error) {
		if (signal.aborted) throw signal.reason;
		if (error instanceof GuardedFetchError) return { status: null, error: error.reason };
		throw error;
	}
}

/** Each try killed its worker: the event is given up in the open, and those behind it go on. */
function* giveUp(tx: Tx, deps: DeliveryDeps, eventId: string): Step<void> {
	const now = deps.clock.now();
	const event = yield* findPendingEvent(tx, eventId);
	if (!event) return;
	yield* lockSession(tx, event.sessionId);
	yield* insertAttempt(tx, {
		id: deps.ids.uuid(),
		organizationId: event.organizationId,
		eventId,
		number: (yield* countAttempts(tx, eventId)) + 1,
		startedAt: now,
		durationMs: 0,
		status: null,
		error: 'worker_died',
		responseText: null,
		nextAttemptAt: null
	});
	yield* updateEvent(tx, eventId, { state: 'failed' });
	yield* enqueueReady(tx, deps, event.sessionId);
}
