import { expect, it } from 'vitest';
import { urgencyOf } from './urgency';

const HOUR = 60 * 60_000;

it('the queue marks what waits for four hours, and what waits for a day', () => {
	const waits = [0, 4 * HOUR - 1, 4 * HOUR, 24 * HOUR - 1, 24 * HOUR];
	expect(waits.map((age) => urgencyOf(1000, 1000 + age))).toEqual(['fresh', 'fresh', 'soon', 'soon', 'late']);
});
