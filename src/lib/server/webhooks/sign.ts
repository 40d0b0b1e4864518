/** Pure. The headers by which a receiver knows a delivery and can prove who sent it. */
import { createHmac } from 'node:crypto';

interface SignedRequest {
	eventId: string;
	/** Time of this attempt, in ms. */
	now: number;
	body: Buffer;
	/** Null: the session has no webhook secret, and nothing is signed. */
	secret: string | null;
}

/**
 * `webhook-id` and `webhook-timestamp` always; with a secret also `X-Verification-Signature` (the guide's: hex HMAC-SHA256
 * of the body) and `webhook-signature` (Standard Webhooks v1: over id, timestamp and body).
 */
export function signatureHeaders({ eventId, now, body, secret }: SignedRequest): Record<string, string> {
	const timestamp = String(Math.floor(now / 1_000));
	const identity = { 'webhook-id': eventId, 'webhook-timestamp': timestamp };
	if (secret === null) return identity;
	const standard = createHmac('sha256', standardKey(secret)).update(`${eventId}.${timestamp}.`).update(body);
	return {
		...identity,
		'X-Verification-Signature': createHmac('sha256', Buffer.from(secret, 'utf8')).update(body).digest('hex'),
		'webhook-signature': `v1,${standard.digest('base64')}`
	};
}

/** Standard Webhooks: a `whsec_` secret is base64 of 24 to 64 bytes; any other string is taken as its UTF-8 bytes. */
function standardKey(secret: string): Buffer {
	const encoded = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : '';
	const decoded = Buffer.from(encoded, 'base64');
	const isBase64 = decoded.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
	return isBase64 && decoded.length >= 24 && decoded.length <= 64 ? decoded : Buffer.from(secret, 'utf8');
}
