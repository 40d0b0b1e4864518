import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { canvasPixels } from '../testing/specimen';
import { irregularPrint } from './irregularPrint';

/** Six lines of one type; the fourth in a font of its own. */
function page(fourth: string, ink = '#202430') {
	const canvas = createCanvas(600, 420);
	const context = canvas.getContext('2d');
	context.fillStyle = '#e8e4da';
	context.fillRect(0, 0, 600, 420);
	const values = Array.from({ length: 6 }, (_, index) => {
		const top = 20 + index * 64;
		context.font = index === 3 ? fourth : '30px "DejaVu Sans", sans-serif';
		context.fillStyle = index === 3 ? ink : '#202430';
		context.fillText(`H${index}7 LN 48${index}`, 40, top + 34);
		return { box: { x: 36 / 600, y: top / 420, width: 300 / 600, height: 42 / 420 }, isName: false };
	});
	return { image: canvasPixels(canvas), values };
}

const SAME = '30px "DejaVu Sans", sans-serif';

describe('irregularPrint', () => {
	it('finds the value that is set in another colour', () => {
		const { image, values } = page(SAME, '#203a90');
		const odd = irregularPrint(image, values);
		expect(odd?.box).toEqual(values[3]?.box);
		expect(odd?.irregularity).toBeGreaterThan(6);
	});

	it('finds nothing of note where all are printed alike', () => {
		const { image, values } = page(SAME);
		expect(irregularPrint(image, values)?.irregularity ?? 0).toBeLessThan(2);
	});

	it('compares nothing with too few', () => {
		const { image, values } = page(SAME, '#203a90');
		expect(irregularPrint(image, values.slice(0, 4))).toBeNull();
	});
});
