import { eventCalls, type EventCalls } from './events.js';
import type { Transport } from './request.js';
import { sandboxCalls, type SandboxCalls } from './sandbox.js';
import { sessionCalls, type SessionCalls } from './sessions.js';

export interface ClientOptions {
	/** `sk_test_…` or `sk_live_…`. Belongs in a backend and nowhere else. */
	secretKey: string;
	/** Origin of the server; default https://verify.uniicy.com. */
	host?: string;
	/** Tries after the first; default 3. */
	maxRetries?: number;
	/** Longest wait for one answer, in ms; default 30,000. */
	timeoutMs?: number;
	/** In place of the built-in one. */
	fetch?: typeof fetch;
}

export interface Client {
	readonly sessions: SessionCalls;
	readonly events: EventCalls;
	/** Test keys only. */
	readonly sandbox: SandboxCalls;
}

/** A client for one environment of one organization: the key decides. Opens nothing; there is nothing to close. */
export function createClient(options: ClientOptions): Client {
	if (!/^sk_(test|live)_/.test(options.secretKey))
		throw new TypeError('secretKey must be sk_test_… or sk_live_…; publishable keys are for the widget');
	const transport: Transport = {
		host: new URL(options.host ?? 'https://verify.uniicy.com').origin,
		secretKey: options.secretKey,
		maxRetries: options.maxRetries ?? 3,
		timeoutMs: options.timeoutMs ?? 30_000,
		fetch: options.fetch ?? globalThis.fetch
	};
	return {
		sessions: sessionCalls(transport),
		events: eventCalls(transport),
		sandbox: sandboxCalls(transport)
	};
}
