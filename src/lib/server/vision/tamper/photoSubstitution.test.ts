import { describe, expect, it } from 'vitest';
import { drawPassport, type Specimen } from '../testing';
import type { Box } from '../types';
import { analyzeTamper } from './analyzeTamper';
import { TAMPER_SUSPECTED_AT } from './threshold';

/** The face in the middle of a drawn portrait. */
function faceOf({ truth }: Specimen): Box {
	const { x, y, width, height } = truth.boxes.portrait ?? { x: 0, y: 0, width: 1, height: 1 };
	return { x: x + 0.22 * width, y: y + 0.22 * height, width: 0.56 * width, height: 0.56 * height };
}

const parts = (specimen: Specimen) => [{ name: 'portrait' as const, box: faceOf(specimen) }];

describe('photoSubstitution', () => {
	it('sees a portrait that was laid over the finished picture, and says that it is the portrait', async () => {
		const swapped = await drawPassport({ seed: 5, defects: { portraitSwap: 'adult-07', jpegQuality: 90 } });
		const found = { face: faceOf(swapped), parts: parts(swapped) };
		const { signals, regions } = await analyzeTamper(swapped.image, swapped.jpeg, found);
		const score = signals.find(({ kind }) => kind === 'photoSubstitution')?.score;
		expect(score).toBeGreaterThanOrEqual(TAMPER_SUSPECTED_AT);
		const region = regions.find((each) => each.signals.includes('photoSubstitution'));
		expect(region?.fields).toEqual(['portrait']);
	});

	it.each([{}, { resaved: true }, { resaved: true, cameraQuality: 70, jpegQuality: 85 }])(
		'leaves a portrait alone that was photographed with its page: %o',
		async (defects) => {
			const original = await drawPassport({ seed: 5, defects });
			const { signals } = await analyzeTamper(original.image, original.jpeg, { face: faceOf(original) });
			const score = signals.find(({ kind }) => kind === 'photoSubstitution')?.score;
			expect(score).toBeLessThan(TAMPER_SUSPECTED_AT / 2);
		}
	);
});
