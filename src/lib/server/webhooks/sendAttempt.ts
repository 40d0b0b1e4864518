import type { Environment } from '$lib/contract/slots';
import type { Store } from '$lib/server/db';
import {
	guardedFetch,
	GuardedFetchError,
	open,
	type Clock,
	type Ids,
	type Keyring,
	type ResolveHost
} from '$lib/server/platform';
import { defaultSecrets, findDefault } from './defaults';
import type { findForDelivery } from './eventsRepo';
import { bodyAad } from './outbox';
import type { Answer } from './outcome';
import { signatureHeaders } from './sign';
import { outboundRules, type WebhookSettings } from './webhookUrl';

export interface DeliveryDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly keyring: Keyring;
	readonly config: WebhookSettings;
}

export interface DeliveryOptions {
	/** For one attempt as a whole. */
	timeoutMs?: number;
	/** Uniform in [0, 1): the schedule's jitter. */
	random?: () => number;
	/** For tests: answers in place of DNS. */
	resolve?: ResolveHost;
}

export type Loaded = NonNullable<Awaited<ReturnType<typeof findForDelivery>>>;

const ATTEMPT_TIMEOUT_MS = 15_000;

/** Opens the stored body, signs it, sends it once. Throws only what is no fault of the receiver. */
export async function sendAttempt(
	deps: DeliveryDeps,
	options: DeliveryOptions,
	loaded: Loaded,
	signal: AbortSignal
): Promise<Answer> {
	const { event, wrappedKey } = loaded;
	if (wrappedKey === null) return { status: null, error: 'session_redacted' };
	if (event.url === null) return { status: null, error: 'url_missing' };
	const secrets = await secretsOf(deps, loaded);
	const sessionKey = deps.keyring.unwrap(wrappedKey, `session|${event.sessionId}`);
	const body = open(sessionKey, event.bodySealed, bodyAad(event.id));
	const { id: eventId, environment, url } = event;
	return postSigned(deps, options, { eventId, environment, url, body, secrets, signal });
}

interface SignedPost {
	eventId: string;
	environment: Environment;
	url: string;
	body: Buffer;
	/** As secretsOf gives them; empty: unsigned. */
	secrets: readonly string[] | null;
	/** Beside those of every event. */
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

/** Signs a body and sends it once, through the outbound guard. Throws only what is no fault of the receiver. */
export async function postSigned(
	deps: Pick<DeliveryDeps, 'clock' | 'config'>,
	options: DeliveryOptions,
	{ eventId, environment, url, body, secrets, headers, signal }: SignedPost
): Promise<Answer> {
	if (secrets === null) return { status: null, error: 'default_removed' };
	try {
		return await guardedFetch(url, {
			...outboundRules(deps.config, environment),
			method: 'POST',
			headers: {
				...headers,
				...plainHeaders(eventId),
				...signatureHeaders({ eventId, now: deps.clock.now(), body, secrets })
			},
			body,
			timeoutMs: options.timeoutMs ?? ATTEMPT_TIMEOUT_MS,
			...(signal ? { signal } : {}),
			...(options.resolve ? { resolve: options.resolve } : {})
		});
	} catch (error) {
		if (signal?.aborted) throw signal.reason;
		if (error instanceof GuardedFetchError) return { status: null, error: error.reason };
		throw error;
	}
}

/** The headers that are the same in every attempt of an event. */
export const plainHeaders = (eventId: string): Record<string, string> => ({
	'content-type': 'application/json',
	'user-agent': 'id-beyond-webhooks/1',
	'webhook-id': eventId
});

/**
 * The secrets that sign, the newest first: the session's own; for an event to the default URL otherwise the default's. Null where
 * that default is gone: then nobody wants the event there, and unsigned it must not go.
 */
export async function secretsOf(deps: DeliveryDeps, { event, webhookSecretSealed }: Loaded): Promise<string[] | null> {
	const fallback = event.usesDefault ? await findDefault(deps.store, event.organizationId, event.environment) : null;
	if (event.usesDefault && fallback === null) return null;
	if (webhookSecretSealed !== null)
		return [deps.keyring.open(webhookSecretSealed, `webhookSecret|${event.sessionId}`).toString('utf8')];
	return fallback === null ? [] : defaultSecrets(deps, fallback, deps.clock.now());
}
