import crypto from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from './sign';

/** The integration guide's receiver, line for line. */
function guideAccepts(receivedHeader: string | undefined, body: Buffer, secret: string): boolean {
	const received = receivedHeader ?? '';
	const expected = crypto.createHmac('sha256', secret).update(body).digest('hex');
	return (
		received.length === expected.length &&
		crypto.timingSafeEqual(Buffer.from(received, 'utf8'), Buffer.from(expected, 'utf8'))
	);
}

/** A receiver that follows the Standard Webhooks specification, with the five minutes that its libraries allow. */
function standardAccepts(headers: Record<string, string>, body: Buffer, key: Buffer, now: number): boolean {
	const timestamp = Number(headers['webhook-timestamp']);
	if (Math.abs(now / 1_000 - timestamp) > 300) return false;
	const signed = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);
	const expected = `v1,${crypto.createHmac('sha256', key).update(signed).digest('base64')}`;
	return (headers['webhook-signature'] ?? '').split(' ').includes(expected);
}

const now = 1_768_478_400_123;
const sign = (body: Buffer, ...secrets: string[]) => signatureHeaders({ eventId: 'evt_00ff', now, body, secrets });

describe('signatures', () => {
	it('match vectors made by another implementation (openssl dgst -sha256 -hmac)', () => {
		const headers = sign(Buffer.from('{"event":"verification.completed"}'), 'change-me-min-16-chars-random');
		expect(headers['X-Verification-Signature']).toBe(
			'fa42930c29752acf0edc02d0eac74d9208679ad8e07ed4a4f622eeddf392036c'
		);
		expect(headers['webhook-signature']).toBe('v1,twG5uuCPiWnjSvhSHs7CVv6zE5IGD8rJyO2RA2ef2vI=');
	});

	it('are absent without a secret, while id and timestamp stay', () => {
		expect(sign(Buffer.from('{}'))).toEqual({ 'webhook-id': 'evt_00ff', 'webhook-timestamp': '1768478400' });
	});

	it('are accepted for any bytes and any secret, and refused when one bit of the body is flipped', () => {
		for (let round = 0; round < 1_000; round++) {
			const body = crypto.randomBytes(1 + (round % 300));
			const secret = round % 2 ? crypto.randomBytes(12).toString('hex') : `sécret 🔑 ${round} with spaces`;
			const headers = sign(body, secret);
			const key = Buffer.from(secret, 'utf8');
			expect(guideAccepts(headers['X-Verification-Signature'], body, secret)).toBe(true);
			expect(standardAccepts(headers, body, key, now)).toBe(true);
			const bit = crypto.randomInt(body.length * 8);
			const flipped = Buffer.from(body);
			flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
			expect(guideAccepts(headers['X-Verification-Signature'], flipped, secret)).toBe(false);
			expect(standardAccepts(headers, flipped, key, now)).toBe(false);
		}
	});

	it('are refused after five minutes, and with another session’s secret', () => {
		const body = Buffer.from('{}');
		const headers = sign(body, 'a secret of session one');
		expect(standardAccepts(headers, body, Buffer.from('a secret of session one'), now + 301_000)).toBe(false);
		expect(standardAccepts(headers, body, Buffer.from('a secret of session two'), now)).toBe(false);
		expect(guideAccepts(headers['X-Verification-Signature'], body, 'a secret of session two')).toBe(false);
	});

	it.each([24, 32, 64])(
		'use the decoded bytes of a whsec_ secret of %i bytes, for Standard Webhooks only',
		(length) => {
			const key = crypto.randomBytes(length);
			const secret = `whsec_${key.toString('base64')}`;
			const body = Buffer.from('{}');
			const headers = sign(body, secret);
			expect(standardAccepts(headers, body, key, now)).toBe(true);
			expect(guideAccepts(headers['X-Verification-Signature'], body, secret)).toBe(true);
		}
	);

	it.each([
		'whsec_short',
		`whsec_${'A'.repeat(400)}`,
		'whsec_not base64 at all, but long enough',
		'WHSEC_AAAA',
		'whsec_'
	])('use %j as it is written', (secret) => {
		const body = Buffer.from('{}');
		expect(standardAccepts(sign(body, secret), body, Buffer.from(secret, 'utf8'), now)).toBe(true);
	});
});
