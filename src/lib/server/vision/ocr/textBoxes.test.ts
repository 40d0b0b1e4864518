import { describe, expect, it } from 'vitest';
import { findTextBoxes, minAreaRectangle } from './textBoxes';

/** A bar of text probability, turned by some degrees about its middle. */
function mapWith(
	width: number,
	height: number,
	bars: { x: number; y: number; length: number; thickness: number; degrees: number }[]
) {
	const map = new Float32Array(width * height);
	for (const { x, y, length, thickness, degrees } of bars) {
		const cos = Math.cos((degrees * Math.PI) / 180);
		const sin = Math.sin((degrees * Math.PI) / 180);
		for (let py = 0; py < height; py++) {
			for (let px = 0; px < width; px++) {
				const along = (px - x) * cos + (py - y) * sin;
				const across = (py - y) * cos - (px - x) * sin;
				if (Math.abs(along) <= length / 2 && Math.abs(across) <= thickness / 2) map[py * width + px] = 0.9;
			}
		}
	}
	return map;
}

describe('findTextBoxes', () => {
	it('finds a level line and grows it back by area, ratio and perimeter', () => {
		const [box, ...others] = findTextBoxes(
			mapWith(200, 100, [{ x: 100, y: 50, length: 120, thickness: 10, degrees: 0 }]),
			200,
			100
		);
		expect(others).toHaveLength(0);
		const [a, b, , d] = box?.corners ?? [];
		const grown = (121 * 11 * 1.6) / (2 * (121 + 11));
		expect((b?.x ?? 0) - (a?.x ?? 0)).toBeCloseTo(121 + 2 * grown, 0);
		expect((d?.y ?? 0) - (a?.y ?? 0)).toBeCloseTo(11 + 2 * grown, 0);
	});

	it.each([-30, -12, 7, 40])('follows a line turned by %i degrees, first corner at its top left', (degrees) => {
		const [box] = findTextBoxes(mapWith(300, 300, [{ x: 150, y: 150, length: 180, thickness: 12, degrees }]), 300, 300);
		const [a, b] = box?.corners ?? [];
		const found = (Math.atan2((b?.y ?? 0) - (a?.y ?? 0), (b?.x ?? 0) - (a?.x ?? 0)) * 180) / Math.PI;
		expect(Math.abs(found - degrees)).toBeLessThan(2);
	});

	it('keeps lines apart that do not touch, and drops specks and faint regions', () => {
		const map = mapWith(200, 120, [
			{ x: 100, y: 30, length: 120, thickness: 8, degrees: 0 },
			{ x: 100, y: 60, length: 120, thickness: 8, degrees: 0 },
			{ x: 20, y: 100, length: 1, thickness: 1, degrees: 0 }
		]);
		for (let x = 100; x < 160; x++) map[90 * 200 + x] = map[91 * 200 + x] = 0.35;
		expect(findTextBoxes(map, 200, 120)).toHaveLength(2);
	});

	it('finds nothing on an empty map and one box on a full one', () => {
		expect(findTextBoxes(new Float32Array(64 * 64), 64, 64)).toEqual([]);
		expect(findTextBoxes(new Float32Array(64 * 64).fill(1), 64, 64)).toHaveLength(1);
	});

	it('has no rectangle for points on one line', () => {
		expect(
			minAreaRectangle([
				{ x: 0, y: 0 },
				{ x: 5, y: 5 }
			])
		).toBeNull();
	});
});
