import { describe, expect, it } from 'vitest';
import { toGrey } from '../image';
import { drawDrivingLicence, drawIdCard } from '../testing';
import { findSymbolRegions } from './findSymbolRegions';

describe('findSymbolRegions', () => {
	it('finds the symbol of a licence, where it stands and how it leans', async () => {
		const { back } = await drawDrivingLicence({ seed: 3, pixelsPerMm: 9, defects: { rotation: 12, blur: 0.1 } });
		const [region] = findSymbolRegions(toGrey(back.image));
		const truth = back.truth.boxes.barcode ?? { x: 0, y: 0, width: 0, height: 0 };
		expect(Math.abs((region?.box.x ?? 0) + (region?.box.width ?? 0) / 2 - truth.x - truth.width / 2)).toBeLessThan(
			0.05
		);
		expect(Math.abs((region?.lean ?? 0) - (12 * Math.PI) / 180)).toBeLessThan(0.04);
	});

	it('sees none on the fronts of cards, a blank and a black picture', async () => {
		const card = await drawIdCard({ seed: 3, pixelsPerMm: 11 });
		const licence = await drawDrivingLicence({ seed: 4, pixelsPerMm: 11 });
		expect(findSymbolRegions(toGrey(card.front.image))).toEqual([]);
		expect(findSymbolRegions(toGrey(licence.front.image))).toEqual([]);
		for (const value of [0, 255])
			expect(findSymbolRegions({ width: 900, height: 600, data: new Uint8Array(540_000).fill(value) })).toEqual([]);
		expect(findSymbolRegions({ width: 1, height: 1, data: new Uint8Array(1) })).toEqual([]);
	});
});
