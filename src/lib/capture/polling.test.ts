import { describe, expect, it } from 'vitest';
import { nextPollMs, type PollSituation } from './polling';

type Change = Partial<Omit<PollSituation, 'progress'>> & { progress?: Partial<PollSituation['progress']> };

const at = (change: Change): PollSituation => ({
	listening: false,
	acted: false,
	unchanged: 0,
	failures: 0,
	...change,
	progress: { status: 'capturing', step: 'id_front', waiting: false, ...change.progress }
});

describe('polling', () => {
	it('asks every second while something is being read, less often where events arrive', () => {
		expect(nextPollMs(at({ progress: { waiting: true } }))).toBe(1000);
		expect(nextPollMs(at({ progress: { step: 'processing', status: 'processing' } }))).toBe(1000);
		expect(nextPollMs(at({ progress: { waiting: true }, listening: true }))).toBe(3000);
	});

	it('slows down when a wait turns out long', () => {
		expect(nextPollMs(at({ progress: { waiting: true }, unchanged: 30 }))).toBe(3000);
	});

	it('is only a safety net while the server’s events arrive', () => {
		expect(nextPollMs(at({ listening: true }))).toBe(15_000);
		expect(nextPollMs(at({}))).toBe(4000);
	});

	it('looks once more soon after it has done something, events or not: two changes within one look of the server show as none', () => {
		expect(nextPollMs(at({ listening: true, acted: true }))).toBe(1000);
	});

	it('doubles after each failure, up to a limit', () => {
		expect([1, 2, 3, 4, 9].map((failures) => nextPollMs(at({ failures })))).toEqual([2000, 4000, 8000, 15_000, 15_000]);
	});

	it('stops once nothing more can come', () => {
		for (const status of ['expired', 'canceled', 'redacted'] as const) {
			expect(nextPollMs(at({ progress: { status } }))).toBeNull();
		}
		expect(nextPollMs(at({ progress: { status: 'completed', step: 'result' } }))).toBeNull();
	});
});
