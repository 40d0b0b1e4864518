import { describe, expect, it } from 'vitest';
import { heatmapAgreement } from './heatmapAgreement';

describe('heatmapAgreement', () => {
	it('is whole where the map marks the edit and nothing else', () => {
		const agreement = heatmapAgreement(Uint8Array.of(0, 10, 200, 250), [false, false, true, true], 128);
		expect(agreement).toEqual({ pixelAuc: 1, f1: 1, iou: 1 });
	});

	it('is chance where the map is flat', () => {
		expect(heatmapAgreement(Uint8Array.of(5, 5, 5, 5), [true, false, true, false], 128)).toEqual({
			pixelAuc: 0.5,
			f1: 0,
			iou: 0
		});
	});

	it('counts what is marked beside the edit', () => {
		const agreement = heatmapAgreement(Uint8Array.of(200, 200, 0, 0), [true, false, false, false], 128);
		expect(agreement.iou).toBeCloseTo(0.5);
		expect(agreement.f1).toBeCloseTo(2 / 3);
	});

	it('has no curve where nothing was edited', () => {
		expect(heatmapAgreement(Uint8Array.of(1, 2), [false, false], 1).pixelAuc).toBeNull();
	});
});
