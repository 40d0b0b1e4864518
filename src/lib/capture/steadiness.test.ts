import { describe, expect, it } from 'vitest';
import type { FrameAdvice } from './frameQuality';
import { START, steady } from './steadiness';

/** Frames every 100 ms. */
const run = (advices: FrameAdvice[], holdMs = 800) =>
	advices
		.reduce((states, advice, i) => [...states, steady(states.at(-1) ?? START, advice, i * 100, holdMs)], [START])
		.slice(1);

describe('steadiness', () => {
	it('fills to 1 only after the view was good all the time that is asked for', () => {
		const held = run(Array.from({ length: 9 }, () => 'good')).map((state) => state.held);
		expect(held.slice(0, 8).every((share) => share < 1)).toBe(true);
		expect(held[8]).toBe(1);
	});

	it('starts over when one frame is not good', () => {
		const states = run(['good', 'good', 'good', 'good', 'moving', 'good', 'good', 'good', 'good', 'good']);
		expect(states[4]?.held).toBe(0);
		expect(states.at(-1)?.held).toBeLessThan(1);
	});

	it('changes its words at most twice a second', () => {
		const flicker: FrameAdvice[] = Array.from({ length: 30 }, (_, i) => (i % 2 ? 'moving' : 'glare'));
		const shown = run(flicker).map((state) => state.advice);
		const changes = shown.filter((advice, i) => i > 0 && advice !== shown[i - 1]).length;
		expect(changes).toBeLessThanOrEqual(6);
	});
});
