/** Pure. The headers by which a receiver knows a delivery and can prove who sent it. */
import { createHmac } from 'node:crypto';

interface SignedRequest {
	eventId: string;
	/** Time of this attempt, in ms. */
	now: number;
	body: Buffer;
	/** The newest first; empty: nothing is signed. More than one while a rotated secret still counts. */
	secrets: readonly string[];
}

/**
 * `webhook-id` and `webhook-timestamp` always; with a secret also `X-Verification-Signature` (the guide's: hex HMAC-SHA256
 * of the body) and `webhook-signature` (Standard Webhooks v1: over id, timestamp and body). The guide's receivers compare the whole
 * header, so it can hold the newest secret's signature alone; `webhook-signature` is a list and holds one for each.
 */
export function signatureHeaders({ eventId, now, body, secrets }: SignedRequest): Record<string, string> {
	const timestamp = String(Math.floor(now / 1_000));
	const identity = { 'webhook-id': eventId, 'webhook-timestamp': timestamp };
	const [newest] = secrets;
	if (newest === undefined) return identity;
	const standard = (secret: string) =>
		createHmac('sha256', standardKey(secret)).update(`${eventId}.${timestamp}.`).update(body).digest('base64');
	return {
		...identity,
		'X-Verification-Signature': createHmac('sha256', Buffer.from(newest, 'utf8')).update(body).digest('hex'),
		'webhook-signature': secrets.map((secret) => `v1,${standard(secret)}`).join(' ')
	};
}

/** Standard Webhooks: a `whsec_` secret is base64 of 24 to 64 bytes; any other string is taken as its UTF-8 bytes. */
function standardKey(secret: string): Buffer {
	const encoded = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : '';
	const decoded = Buffer.from(encoded, 'base64');
	const isBase64 = decoded.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
	return isBase64 && decoded.length >= 24 && decoded.length <= 64 ? decoded : Buffer.from(secret, 'utf8');
}
