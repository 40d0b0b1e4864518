import { hash } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import type { Clock, Ids } from '$lib/server/platform';
import { waitFields } from '$lib/server/rest';

/** Where scripts/lib/web.mjs finds `answer`: it stands before the framework, and outside of its bundle. */
export const KNOWN_REFUSALS = Symbol.for('id-beyond.known-refusals');

/** Keys remembered; beyond, the oldest is forgotten, and its calls are looked at as any other. */
const MAX_KEYS = 1_000;

interface Refusal {
	over: NonNullable<App.Locals['overLimit']>;
	waitMs: number;
	status: number;
	headers: [string, string][];
	/** What stands before and after the request's id. */
	body: [string, string];
}

export interface KnownAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/**
 * A key that calls on beyond its limit is answered as the call before, without looking at the call: a refusal that costs a
 * millisecond of the only thread, two hundred times a second, is time that other tenants wait (bar K-7).
 */
export function knownRefusals({ clock, ids }: { clock: Clock; ids: Ids }, counter: { inc(): void }) {
	const known = new Map<string, Refusal>();

	/** Around all other hooks: takes note of a refusal by the limit of a key. */
	const takeNote: Handle = async ({ event, resolve }) => {
		const response = await resolve(event);
		const { overLimit: over, requestId } = event.locals;
		const authorization = event.request.headers.get('authorization');
		if (response.status !== 429 || over === undefined || authorization === null) return response;
		const text = await response.text();
		const [before = '', after = ''] = text.split(requestId);
		const name = nameOf(authorization);
		known.delete(name);
		const [oldest] = known.keys();
		if (known.size >= MAX_KEYS && oldest !== undefined) known.delete(oldest);
		known.set(name, {
			over,
			waitMs: over.until - clock.now(),
			status: response.status,
			headers: [...response.headers],
			body: [before, after]
		});
		return new Response(text, response);
	};

	/** The answer to a call of which only its key has been read; null: it has to be looked at. */
	function answer(authorization: string): KnownAnswer | null {
		if (known.size === 0) return null;
		const name = nameOf(authorization);
		const refusal = known.get(name);
		if (!refusal) return null;
		const waitMs = refusal.over.until - clock.now();
		// Longer than it was when it was said: the clock was set back.
		if (waitMs <= 0 || waitMs > refusal.waitMs) {
			known.delete(name);
			return null;
		}
		counter.inc();
		const requestId = ids.uuid();
		const body = refusal.body.join(requestId);
		const headers = {
			...Object.fromEntries(refusal.headers),
			...waitFields({ retryAfterSeconds: Math.ceil(waitMs / 1000), rateLimit: refusal.over.rateLimit }),
			'x-request-id': requestId,
			'content-length': String(Buffer.byteLength(body))
		};
		return { status: refusal.status, headers, body };
	}

	return { takeNote, answer };
}

/** A secret key is kept only as this. */
const nameOf = (authorization: string): string => hash('sha256', authorization, 'base64');
