import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { canvasPixels } from '../testing/specimen';
import { irregularBaseline } from './irregularBaseline';

/** Six lines of one type, turned by some degrees; in the third two digits stand `raised` pixels above their line. */
function page({ raised = 0, degrees = 0, text = '07.11.1988' } = {}) {
	const canvas = createCanvas(600, 420);
	const context = canvas.getContext('2d');
	context.fillStyle = '#e8e4da';
	context.fillRect(0, 0, 600, 420);
	context.rotate((degrees * Math.PI) / 180);
	context.font = '30px "DejaVu Sans", sans-serif';
	context.fillStyle = '#202430';
	const values = Array.from({ length: 6 }, (_, index) => {
		const top = 20 + index * 64;
		let x = 40;
		for (const [place, letter] of [...text].entries()) {
			const up = index === 2 && (place === 3 || place === 4) ? raised : 0;
			context.fillText(letter, x, top + 34 - up);
			x += context.measureText(letter).width + 2;
		}
		return { box: { x: 30 / 600, y: (top - 8) / 420, width: 320 / 600, height: 60 / 420 }, isName: false };
	});
	return { image: canvasPixels(canvas), values };
}

describe('irregularBaseline', () => {
	it('finds two digits that stand above their line, and says which they are', () => {
		const { image, values } = page({ raised: 4 });
		const found = irregularBaseline(image, values);
		expect(found?.irregularity).toBeGreaterThan(9);
		expect(found?.box.y).toBeGreaterThan(values[2]?.box.y ?? 1);
		expect(found?.box.y).toBeLessThan((values[2]?.box.y ?? 0) + (values[2]?.box.height ?? 0));
		expect(found?.box.width).toBeLessThan(0.1);
	});

	it.each([{}, { degrees: 1 }, { text: 'Jörgy Qpqá' }, { text: 'A1,B-2.C;3QJ' }])(
		'finds nothing of note where a machine set the line: %o',
		(how) => {
			const { image, values } = page(how);
			expect(irregularBaseline(image, values)?.irregularity ?? 0).toBeLessThan(3);
		}
	);

	it('says nothing of lines with too few letters', () => {
		const { image, values } = page({ raised: 4, text: '07.1' });
		expect(irregularBaseline(image, values)).toBeNull();
	});
});
