import { describe, expect, it } from 'vitest';
import { toGrey } from '../image/pixels';
import { drawPassport, drawTd2Card, type Specimen } from '../testing';
import { pastedEdge } from './pastedEdge';

const PHOTOGRAPH = { perspective: 0.15, rotation: 3, blur: 0.06, paperGrain: 0.4 };

function measured({ image, truth }: Specimen): number {
	const { x, y, width, height } = truth.boxes.portrait ?? { x: 0, y: 0, width: 1, height: 1 };
	const face = { x: x + 0.22 * width, y: y + 0.22 * height, width: 0.56 * width, height: 0.56 * height };
	return pastedEdge(toGrey(image), face);
}

describe('pastedEdge', () => {
	it('sees that a portrait on a photographed page ends from one pixel to the next', async () => {
		const defects = { ...PHOTOGRAPH, portraitSwap: 'adult-07', jpegQuality: 85 } as const;
		expect(measured(await drawPassport({ seed: 5, defects }))).toBeGreaterThan(0.3);
	});

	it('sees nothing where the portrait was photographed with its page, or where the whole page is as sharp', async () => {
		expect(measured(await drawPassport({ seed: 5, defects: PHOTOGRAPH }))).toBeLessThan(0.1);
		expect(measured(await drawPassport({ seed: 5, scene: 'flat' }))).toBeLessThan(0.2);
	});

	it("takes the document's own edges on a table for none of the portrait's", async () => {
		for (const seed of [3, 8])
			expect(measured(await drawTd2Card({ seed, defects: { resaved: true } }))).toBeLessThan(0.2);
	});
});
