import { describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../../src/lib/server/webhooks/sign';
import { UniicySignatureError } from './errors.js';
import { verify, type VerifyOptions } from './webhooks.js';

const SECRET = 'change-me-min-16-chars-random';
const NOW = Date.UTC(2026, 10, 1);
const BODY = Buffer.from(
	JSON.stringify({ event: 'verification.completed', id: 'evt_1', metadata: { note: 'grüße 🎉' } })
);
const sent = (change: Partial<Parameters<typeof signatureHeaders>[0]> = {}) =>
	signatureHeaders({ eventId: 'evt_1', now: NOW, body: BODY, secrets: [SECRET], ...change });
const check = (
	headers: Parameters<typeof verify>[1],
	body: Uint8Array | string = BODY,
	options: VerifyOptions = {},
	secret: string | string[] = SECRET
) => verify(body, headers, secret, { now: () => NOW, ...options });
const reasonOf = (work: () => unknown): string => {
	try {
		work();
		return 'accepted';
	} catch (error) {
		return error instanceof UniicySignatureError ? error.reason : String(error);
	}
};

describe('webhooks.verify', () => {
	it('gives the event of what the server signs, as bytes or text, with any kind of header object', () => {
		expect(check(sent())).toMatchObject({ id: 'evt_1', metadata: { note: 'grüße 🎉' } });
		expect(check(new Headers(sent()), BODY.toString('utf8')).id).toBe('evt_1');
		const lower = Object.fromEntries(Object.entries(sent()).map(([name, value]) => [name.toLowerCase(), [value]]));
		expect(check(lower).id).toBe('evt_1');
	});

	it('refuses every flipped bit of the body, and of the signature it is judged by', () => {
		const guide = { 'X-Verification-Signature': sent()['X-Verification-Signature'] };
		for (let bit = 0; bit < BODY.length * 8; bit++) {
			const flipped = Buffer.from(BODY);
			flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(reasonOf(() => check(sent(), flipped))).toBe('mismatch');
			expect(reasonOf(() => check(guide, flipped))).toBe('mismatch');
		}
		for (const [name, carried] of [
			['X-Verification-Signature', guide],
			['webhook-signature', sent()]
		] as const) {
			const value = sent()[name] ?? '';
			const other = value.slice(0, -2) + (value.at(-2) === '0' ? '1' : '0') + value.slice(-1);
			expect(reasonOf(() => check({ ...carried, [name]: other }))).toBe('mismatch');
		}
	});

	it('refuses another secret, no signature, another id or time, and what was sent too long ago', () => {
		expect(reasonOf(() => check(sent(), BODY, {}, 'another-secret-entirely'))).toBe('mismatch');
		expect(reasonOf(() => check(sent({ secrets: [] })))).toBe('missing');
		expect(reasonOf(() => check({}))).toBe('missing');
		expect(reasonOf(() => check({ ...sent(), 'webhook-id': 'evt_2' }))).toBe('mismatch');
		expect(reasonOf(() => check({ ...sent(), 'webhook-timestamp': String(NOW / 1000 + 1) }))).toBe('mismatch');
		expect(reasonOf(() => check(sent(), BODY, { now: () => NOW + 301_000 }))).toBe('too_old');
		expect(reasonOf(() => check(sent(), BODY, { now: () => NOW + 299_000 }))).toBe('accepted');
	});

	it('takes the guide’s header alone unless a time is required', () => {
		const guide = { 'x-verification-signature': sent()['X-Verification-Signature'] };
		expect(check(guide).id).toBe('evt_1');
		expect(reasonOf(() => check(guide, BODY, { requireTimestamp: true }))).toBe('missing');
	});

	it('knows either secret while one is being replaced, and whsec_ secrets', () => {
		const both = sent({ secrets: ['the-newer-secret-of-two', SECRET] });
		// All headers of one request; the guide's carries the newer secret alone.
		for (const known of [SECRET, 'the-newer-secret-of-two', [SECRET, 'the-newer-secret-of-two']])
			expect(check(both, BODY, {}, known).id).toBe('evt_1');
		const whsec = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
		expect(check(sent({ secrets: [whsec] }), BODY, {}, whsec).id).toBe('evt_1');
	});

	it('refuses to be used without a secret, and says so of a body that is no event', () => {
		expect(() => check(sent(), BODY, {}, '')).toThrow(TypeError);
		expect(() => check(sent(), BODY, {}, [])).toThrow(TypeError);
		const list = Buffer.from('[1]');
		expect(reasonOf(() => check(sent({ body: list }), list))).toBe('malformed');
	});
});
