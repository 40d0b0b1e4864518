import { describe, expect, it } from 'vitest';
import type { ReviewWebhookEvent } from '$lib/contract/review';
import { sessionPoll, standingPoll } from './polling';
import { movedOn } from './standing';

const NOW = 1_000_000;
const event = (state: string, nextAttemptAt: number | null = null): ReviewWebhookEvent => ({
	...{ id: 'evt_1', sequence: 1, type: 'verification.completed', state, url: null, createdAt: 1, deliveredAt: null },
	attempts:
		nextAttemptAt === null
			? []
			: [{ number: 1, startedAt: 1, durationMs: 1, status: 500, error: null, responseText: null, nextAttemptAt }]
});

describe('an open session page', () => {
	it('looks again while an event is on its way, and not before its next try; a delivered one is done', () => {
		const poll = (...webhooks: ReviewWebhookEvent[]) => sessionPoll({ status: 'completed', webhooks }, NOW);
		expect(poll()).toBe(false);
		expect(poll(event('delivered'), event('failed'), event('none'))).toBe(false);
		expect(poll(event('pending'))).toBe(3000);
		expect(poll(event('pending', NOW + 60_000))).toBe(60_000);
		expect(poll(event('pending', NOW - 5))).toBe(3000);
		expect(sessionPoll({ status: 'processing', webhooks: [] }, NOW)).toBe(3000);
	});

	it('hears of what the applicant or a colleague does, until it is decided', () => {
		for (const status of ['created', 'capturing', 'processing'] as const)
			expect(standingPoll({ status, reviewStatus: 'none' })).toBe(15_000);
		expect(standingPoll({ status: 'completed', reviewStatus: 'pending_review' })).toBe(15_000);
		expect(standingPoll({ status: 'completed', reviewStatus: 'approved' })).toBe(false);
		expect(standingPoll({ status: 'canceled', reviewStatus: 'none' })).toBe(false);
	});

	it('knows that the session moved on: decided, asked for again, or captured anew', () => {
		const seen = { status: 'completed', reviewStatus: 'pending_review', completedAt: 5 } as const;
		expect(movedOn(seen, { ...seen })).toBe(false);
		expect(movedOn(seen, { ...seen, reviewStatus: 'approved' })).toBe(true);
		expect(movedOn(seen, { ...seen, status: 'capturing' })).toBe(true);
		expect(movedOn(seen, { ...seen, completedAt: 6 })).toBe(true);
	});
});
