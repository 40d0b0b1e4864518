import { describe, expect, it } from 'vitest';
import { fitWithin, layoutOf, placeGuide, roomIn, viewToPicture, type GuideShape } from './guide';
import { ROOMS } from './rooms';

const free = { top: 96, bottom: 168, side: 0 };

describe('guide', () => {
	it.each<GuideShape>(['card', 'passport', 'page', 'face'])('keeps a %s between the words and the buttons', (shape) => {
		for (const view of [
			{ width: 320, height: 568 },
			{ width: 360, height: 740 },
			{ width: 1280, height: 800 }
		]) {
			const rect = placeGuide(view, shape, free);
			expect(rect.x).toBeGreaterThanOrEqual(0);
			expect(rect.x + rect.width).toBeLessThanOrEqual(view.width);
			expect(rect.y).toBeGreaterThanOrEqual(free.top - 0.001);
			expect(rect.y + rect.height).toBeLessThanOrEqual(view.height - free.bottom + 0.001);
		}
	});

	it.each([
		['a phone held upright', { width: 360, height: 640 }, 'tall'],
		['a phone on its side', { width: 740, height: 360 }, 'wide'],
		['200 % of zoom on a small window', { width: 320, height: 284 }, 'wide'],
		['200 % of zoom on a small phone', { width: 160, height: 284 }, 'small'],
		['a desktop', { width: 1280, height: 800 }, 'tall']
	] as const)('leaves a guide that can be used on %s', (_, view, layout) => {
		expect(layoutOf(view)).toBe(layout);
		for (const rooms of Object.values(ROOMS))
			for (const shape of ['card', 'passport', 'page', 'face'] as const) {
				const rect = placeGuide(view, shape, roomIn(view, rooms));
				// A third of the shorter side at the least, and nothing of it outside or under the controls.
				expect(Math.max(rect.width, rect.height), shape).toBeGreaterThan(Math.min(view.width, view.height) / 3);
				const room = roomIn(view, rooms);
				expect(rect.x).toBeGreaterThanOrEqual(0);
				expect(rect.x + rect.width).toBeLessThanOrEqual(view.width - room.side);
				expect(rect.y).toBeGreaterThanOrEqual(room.top - 0.001);
				expect(rect.y + rect.height).toBeLessThanOrEqual(view.height - room.bottom + 0.001);
			}
	});

	it('gives a card the ratio of ID-1 and a passport page that of TD3', () => {
		const card = placeGuide({ width: 400, height: 900 }, 'card', free);
		const passport = placeGuide({ width: 400, height: 900 }, 'passport', free);
		expect(card.width / card.height).toBeCloseTo(1.586, 3);
		expect(passport.width / passport.height).toBeCloseTo(1.42, 2);
	});

	it('finds the part of a covering picture that lies under the guide', () => {
		// 1000 × 500 covers 100 × 100: scale 0.2, 50 CSS pixels hidden on the left and right.
		const part = viewToPicture(
			{ x: 25, y: 25, width: 50, height: 50 },
			{ width: 100, height: 100 },
			{ width: 1000, height: 500 },
			0
		);
		expect(part).toEqual({ x: 375, y: 125, width: 250, height: 250 });
	});

	it('never reaches beyond the picture, however large the margin', () => {
		const picture = { width: 640, height: 480 };
		const part = viewToPicture({ x: 0, y: 0, width: 360, height: 740 }, { width: 360, height: 740 }, picture, 0.5);
		expect(part.x + part.width).toBeLessThanOrEqual(picture.width);
		expect(part.y + part.height).toBeLessThanOrEqual(picture.height);
		expect(Math.min(part.x, part.y)).toBeGreaterThanOrEqual(0);
	});

	it('shrinks to the longest side allowed and never enlarges', () => {
		expect(fitWithin({ width: 4000, height: 3000 }, 2400)).toEqual({ width: 2400, height: 1800 });
		expect(fitWithin({ width: 800, height: 600 }, 2400)).toEqual({ width: 800, height: 600 });
	});
});
