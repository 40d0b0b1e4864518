import { expect, it } from 'vitest';
import { tellingFrames } from './tellingFrames';

const frames = Array.from({ length: 60 }, (_, number) => ({
	...{ number, atMs: number * 200, step: Math.floor(number / 20), face: true }
}));

it('shows the start of every step and the frame that proves each movement, and few besides', () => {
	const shown = tellingFrames(frames, [
		{ action: 'nod', frame: 33 },
		{ action: 'blink', frame: null }
	]).map(({ number }) => number);
	expect(shown).toEqual(expect.arrayContaining([0, 20, 33, 40]));
	expect(shown.length).toBeLessThanOrEqual(10);
	expect([...shown].sort((a, b) => a - b)).toEqual(shown);
	expect(tellingFrames([], [])).toEqual([]);
});
