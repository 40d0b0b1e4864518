import { expect, it } from 'vitest';
import { fail } from '$lib/server/rest';
import { AppError, createLogger, loadConfig, systemIds, testClock } from '$lib/server/platform';
import { knownRefusals } from './knownRefusals';

const clock = testClock();
const config = loadConfig({ ORIGIN: 'https://verify.example' });
const log = createLogger({ level: 'silent', name: 'test' });
let counted = 0;
const counter = { inc: () => void (counted += 1) };
const KEY = 'Bearer sk_test_one';

type Refusals = ReturnType<typeof knownRefusals>;

/** One call through the hook, refused by the limit of its key for so long, or by something else. */
async function call(refusals: Refusals, waitMs: number | undefined, authorization = KEY) {
	const requestId = systemIds.uuid();
	const rateLimit = { name: 'key', limit: 200, windowSeconds: 10 };
	const locals = {
		...{ deps: { config, log }, requestId },
		...(waitMs === undefined ? {} : { overLimit: { until: clock.now() + waitMs, rateLimit } })
	};
	const request = new Request('https://verify.example/api/verification/sessions', { headers: { authorization } });
	const resolve = async () => {
		const error = new AppError('RATE_LIMITED', {
			retryAfterSeconds: Math.ceil((waitMs ?? 0) / 1000),
			rateLimit
		});
		// The parts of locals that an answer needs.
		return fail(error, locals as unknown as App.Locals);
	};
	const event = { request, locals };
	return refusals.takeNote({ event, resolve } as unknown as Parameters<Refusals['takeNote']>[0]);
}

it('answers the next calls of that key alike, but for the id and what is left to wait, and no longer than that', async () => {
	const refusals = knownRefusals({ clock, ids: systemIds }, counter);
	expect(refusals.answer(KEY)).toBeNull();
	const regular = await call(refusals, 2_500);
	const text = await regular.text();
	clock.advance(1_000);
	const known = refusals.answer(KEY);
	expect(known).toMatchObject({ status: 429, headers: { 'retry-after': '2', ratelimit: '"key";r=0;t=2' } });
	const [before, after] = [JSON.parse(text), JSON.parse(known?.body ?? '')];
	expect(after.error.requestId).toBe(known?.headers['x-request-id']);
	expect(after.error.requestId).not.toBe(before.error.requestId);
	expect({ ...after.error, requestId: '' }).toEqual({ ...before.error, requestId: '' });
	const names = [...regular.headers.keys(), 'x-request-id', 'content-length'];
	expect(new Set(Object.keys(known?.headers ?? {}))).toEqual(new Set(names));
	expect(counted).toBe(1);
	clock.advance(1_500);
	expect(refusals.answer(KEY)).toBeNull();
	expect(counted).toBe(1);
});

it('forgets what it knew when the clock is set back', async () => {
	const refusals = knownRefusals({ clock, ids: systemIds }, counter);
	await call(refusals, 2_500);
	clock.advance(-3_600_000);
	expect(refusals.answer(KEY)).toBeNull();
	clock.advance(3_600_000);
});

it('knows nothing of other keys, and nothing of refusals that were not the key’s', async () => {
	const refusals = knownRefusals({ clock, ids: systemIds }, counter);
	await call(refusals, undefined);
	expect(refusals.answer(KEY)).toBeNull();
	await call(refusals, 5_000);
	expect(refusals.answer('Bearer sk_test_two')).toBeNull();
	expect(refusals.answer(KEY)).not.toBeNull();
});

it('forgets the oldest beyond a thousand keys', async () => {
	const refusals = knownRefusals({ clock, ids: systemIds }, counter);
	for (let n = 0; n <= 1_000; n += 1) await call(refusals, 5_000, `Bearer sk_test_${n}`);
	expect(refusals.answer('Bearer sk_test_0')).toBeNull();
	expect(refusals.answer('Bearer sk_test_1')).not.toBeNull();
	expect(refusals.answer('Bearer sk_test_1000')).not.toBeNull();
});
