import { expect, it } from 'vitest';
import { DEFAULT_REVIEW_TIMES } from '$lib/contract/reviewQueue';
import { urgencyOf } from './urgency';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('the queue marks what waits for four hours, and what waits for a day, where nobody has said otherwise', () => {
	const waits = [0, 4 * HOUR - 1, 4 * HOUR, 24 * HOUR - 1, 24 * HOUR];
	expect(waits.map((age) => urgencyOf(1000, 1000 + age, DEFAULT_REVIEW_TIMES))).toEqual([
		...['fresh', 'fresh', 'soon', 'soon', 'late']
	]);
});

it('the queue marks what waits for as long as the organization has said', () => {
	const waits = [15 * MINUTE - 1, 15 * MINUTE, 30 * MINUTE];
	const times = { soonMinutes: 15, dueMinutes: 30 };
	expect(waits.map((age) => urgencyOf(1000, 1000 + age, times))).toEqual(['fresh', 'soon', 'late']);
});
