import { describe, expect, it } from 'vitest';
import { drawSelfie, type SelfieOptions } from '../testing/drawSelfie';
import { fuseCues, recaptureCues } from './recaptureCues';

/** The cues of a drawn selfie by name. */
async function cuesOf(options: SelfieOptions): Promise<Record<string, number>> {
	const { image, truth } = await drawSelfie({ portrait: 'adult-08', ...options });
	const cues = recaptureCues(image, truth.face, { hasContext: true });
	return Object.fromEntries(cues.map(({ name, score }) => [name, score]));
}

describe('recaptureCues', () => {
	it('say nothing against a plain selfie, a dark one or a much compressed one', async () => {
		for (const defects of [{}, { lowLight: 0.4 }, { jpegQuality: 60 }])
			expect(await cuesOf({ seed: 71, defects })).toEqual({ moire: 1, border: 1 });
	});

	it('see the grid of a screen and the dots of a print that fill the frame', async () => {
		for (const defects of [{ screenRecapture: 0.3 }, { print: 0.3 }])
			expect((await cuesOf({ seed: 72, defects })).moire).toBeLessThan(0.01);
	});

	it('see the border of a sheet or a screen that is held up, though it shows no grid', async () => {
		for (const heldOn of ['sheet', 'screen'] as const) {
			const { moire, border } = await cuesOf({ seed: 73, heldOn });
			expect(moire).toBe(1);
			expect(border).toBeLessThan(0.1);
		}
	});

	it('are left out where the picture cannot bear them', () => {
		const image = { width: 100, height: 127, data: new Uint8Array(100 * 127 * 3).fill(120) };
		const face = { x: 0, y: 0, width: 1, height: 1 };
		expect(recaptureCues(image, face, { hasContext: false })).toEqual([]);
	});

	it('give figures between 0 and 1 for pictures of one pixel and of one line', () => {
		for (const [width, height] of [
			[1, 1],
			[2000, 1],
			[1, 2000]
		] as const) {
			const image = { width, height, data: new Uint8Array(width * height * 3) };
			for (const { score } of recaptureCues(image, { x: 0, y: 0, width: 1, height: 1 }, { hasContext: true }))
				expect(score).toBe(1);
		}
	});
});

describe('fuseCues', () => {
	it('never raises what the model said, and leaves it alone where nothing was seen', () => {
		for (const opinion of [0, 0.2, 0.5, 0.97, 1]) {
			expect(fuseCues(opinion, [{ name: 'moire', score: 1 }])).toBe(opinion);
			expect(fuseCues(opinion, [])).toBe(opinion);
			expect(fuseCues(opinion, [{ name: 'border', score: 0.3 }])).toBeLessThanOrEqual(opinion);
		}
	});

	it('lets a clear grid outweigh a model that is certain', () => {
		expect(fuseCues(1, [{ name: 'moire', score: 1e-6 }])).toBeLessThan(0.05);
	});
});
