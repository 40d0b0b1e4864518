import { describe, expect, it } from 'vitest';
import { chooseFace, hasRival } from './chooseFace';
import type { DetectedFace } from '../types';

/** A face on a picture of 1,000 × 1,000, its middle at a share of the width. */
function faceAt(x: number, width: number, score = 0.99): DetectedFace {
	const eye = { x, y: 0.35 };
	return {
		box: { x: x - width / 2000, y: 0.3, width: width / 1000, height: (width * 1.3) / 1000 },
		score,
		landmarks: [eye, eye, eye, eye, eye],
		template: null,
		quality: {
			faceWidthPx: width,
			yaw: 0,
			pitch: 0,
			roll: 0,
			interEyePx: width / 2,
			sharpness: 100,
			illuminationUniformity: 1,
			eyesOpen: null
		}
	};
}

describe('chooseFace', () => {
	it('takes the largest face even where a smaller one stands in the middle', () => {
		const large = faceAt(0.25, 300);
		expect(chooseFace([faceAt(0.5, 200), large])).toBe(large);
	});

	it('takes the surer of two that are equally large, in whatever order they come', () => {
		const [sure, unsure] = [faceAt(0.3, 200, 0.99), faceAt(0.7, 200, 0.8)];
		expect(chooseFace([unsure, sure])).toBe(sure);
		expect(chooseFace([sure, unsure])).toBe(sure);
	});
});

describe('hasRival', () => {
	it('sees none in a passer-by of two thirds of the width', () => {
		expect(hasRival([faceAt(0.5, 300), faceAt(0.1, 198)])).toBe(false);
	});

	it('sees one in a person who stands beside, four fifths as large', () => {
		expect(hasRival([faceAt(0.3, 300), faceAt(0.7, 240)])).toBe(true);
	});

	it('sees none in what the detector is unsure of, nor in a picture of one or of nobody', () => {
		expect(hasRival([faceAt(0.3, 300), faceAt(0.7, 290, 0.75)])).toBe(false);
		expect(hasRival([faceAt(0.5, 300)])).toBe(false);
		expect(hasRival([])).toBe(false);
	});
});
