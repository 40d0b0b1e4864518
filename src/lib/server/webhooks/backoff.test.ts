import { describe, expect, it } from 'vitest';
import { MAX_DELIVERY_ATTEMPTS, nextAttemptAt, parseRetryAfter } from './backoff';

const HOUR = 3_600_000;

/** Due times of all attempts, from the first at 0. */
function schedule(random: () => number): number[] {
	const due = [0];
	for (let attempt = 1; ; attempt++) {
		const next = nextAttemptAt({ attempt, now: due[attempt - 1] ?? 0, retryAfterAt: null, random: random() });
		if (next === null) return due;
		due.push(next);
	}
}

describe('the delivery schedule', () => {
	it('has twelve attempts over at least 75 h 35 m, even with the shortest jitter', () => {
		expect(MAX_DELIVERY_ATTEMPTS).toBe(12);
		const shortest = schedule(() => 0);
		expect(shortest).toHaveLength(12);
		expect(shortest.at(-1)).toBeGreaterThanOrEqual(75 * HOUR + 35 * 60_000);
		expect(schedule(() => 0.999_999).at(-1)).toBeLessThan(5 * 24 * HOUR);
	});

	it('stays within 20 % of its nominal waits, on both sides', () => {
		const nominal = schedule(() => 0.5);
		for (let round = 0; round < 1_000; round++) {
			const due = schedule(Math.random);
			for (let i = 1; i < due.length; i++) {
				const wait = (due[i] ?? 0) - (due[i - 1] ?? 0);
				const expected = (nominal[i] ?? 0) - (nominal[i - 1] ?? 0);
				expect(Math.abs(wait - expected)).toBeLessThanOrEqual(expected * 0.2 + 1);
			}
		}
	});

	it('never comes before Retry-After, nor sooner than planned because of it', () => {
		const at = (retryAfterAt: number) => nextAttemptAt({ attempt: 1, now: 1_000, retryAfterAt, random: 0.5 });
		expect(at(1_000 + HOUR)).toBe(1_000 + HOUR);
		expect(at(0)).toBe(6_000);
	});

	it('takes a wish of more than three days as three days', () => {
		expect(nextAttemptAt({ attempt: 1, now: 0, retryAfterAt: 1_000 * HOUR, random: 0.5 })).toBe(72 * HOUR);
	});
});

describe('Retry-After', () => {
	const now = Date.UTC(2026, 0, 15, 12);
	it.each([
		['120', now + 120_000],
		['0', now],
		['Thu, 15 Jan 2026 13:00:00 GMT', now + HOUR],
		['soon', null],
		['-5x', null],
		['', null],
		[undefined, null]
	])('reads %j', (value, expected) => {
		expect(parseRetryAfter(value, now)).toBe(expected);
	});
});
