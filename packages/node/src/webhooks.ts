import { createHmac, timingSafeEqual } from 'node:crypto';
import { UniicySignatureError } from './errors.js';
import type { WebhookEvent } from './types.js';

export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

export interface VerifyOptions {
	/** How far `webhook-timestamp` may be from now, in seconds; default 300. */
	toleranceSeconds?: number;
	/** Refuses requests that carry the guide's header alone: that one covers no time, so it could be played again. */
	requireTimestamp?: boolean;
	/** In ms, for tests. */
	now?: () => number;
}

/**
 * Proves who sent a webhook and gives its event. By `webhook-signature` where there is one (Standard Webhooks: over id, time and
 * body), which names every secret in force while one is being replaced; otherwise by `X-Verification-Signature` (over the body,
 * with the newest secret alone).
 * @param rawBody The bytes as they came, before anything parses them.
 * @param secret The session's `webhookSecret`; several while a secret is being replaced.
 * @throws UniicySignatureError
 */
export function verify(
	rawBody: Uint8Array | string,
	headers: WebhookHeaders,
	secret: string | readonly string[],
	options: VerifyOptions = {}
): WebhookEvent {
	const body = typeof rawBody === 'string' ? Buffer.from(rawBody, 'utf8') : Buffer.from(rawBody);
	const secrets = typeof secret === 'string' ? [secret] : secret;
	if (secrets.length === 0 || secrets.some((one) => one === '')) throw new TypeError('A webhook secret is needed');
	const standard = headerOf(headers, 'webhook-signature');
	const plain = headerOf(headers, 'x-verification-signature');
	if (standard === null && (plain === null || options.requireTimestamp)) throw new UniicySignatureError('missing');
	if (standard !== null) verifyStandard(body, headers, standard, secrets, options);
	else if (plain !== null && !secrets.some((one) => same(plain, hmac(one, body, 'hex'))))
		throw new UniicySignatureError('mismatch');
	return parse(body);
}

function verifyStandard(
	body: Buffer,
	headers: WebhookHeaders,
	signatures: string,
	secrets: readonly string[],
	{ toleranceSeconds = 300, now = Date.now }: VerifyOptions
): void {
	const [id, timestamp] = [headerOf(headers, 'webhook-id'), headerOf(headers, 'webhook-timestamp')];
	if (id === null || timestamp === null || !/^\d{1,12}$/.test(timestamp)) throw new UniicySignatureError('missing');
	const given = signatures.split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []));
	const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), body]);
	const expected = secrets.map((one) => hmac(standardKey(one), content, 'base64'));
	if (!given.some((one) => expected.some((own) => same(one, own)))) throw new UniicySignatureError('mismatch');
	if (Math.abs(now() / 1000 - Number(timestamp)) > toleranceSeconds) throw new UniicySignatureError('too_old');
}

const hmac = (key: string | Buffer, content: Buffer, encoding: 'hex' | 'base64'): string =>
	createHmac('sha256', key).update(content).digest(encoding);

/** Standard Webhooks: a `whsec_` secret is base64 of 24 to 64 bytes; any other string is taken as its UTF-8 bytes. */
function standardKey(secret: string): Buffer {
	const encoded = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : '';
	const decoded = Buffer.from(encoded, 'base64');
	const isBase64 = decoded.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
	return isBase64 && decoded.length >= 24 && decoded.length <= 64 ? decoded : Buffer.from(secret, 'utf8');
}

function same(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')];
	return a.length === b.length && timingSafeEqual(a, b);
}

function headerOf(headers: WebhookHeaders, name: string): string | null {
	if (headers instanceof Headers) return headers.get(name);
	const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
	return Array.isArray(value) ? value.join(' ') : (value ?? null);
}

function parse(body: Buffer): WebhookEvent {
	try {
		const event: unknown = JSON.parse(body.toString('utf8'));
		if (isEvent(event)) return event;
	} catch {
		// Said below, like every other body that is no event.
	}
	throw new UniicySignatureError('malformed');
}

/** Whose signature holds is the server, so its name and id are all that is looked at. */
const isEvent = (value: unknown): value is WebhookEvent =>
	typeof value === 'object' &&
	value !== null &&
	'event' in value &&
	'id' in value &&
	typeof value.event === 'string' &&
	typeof value.id === 'string';
