import { describe, expect, it } from 'vitest';
import { placeOf, viewOf, WHOLE, wholeOf, zoomAt } from './zoom';

const LANDSCAPE = { width: 1000, height: 600 };
const UPRIGHT = { width: 300, height: 400 };

describe('where a viewer looks', () => {
	it('is the same place again after it was kept apart from the picture’s size', () => {
		const view = zoomAt(wholeOf(LANDSCAPE), LANDSCAPE, 4, { x: 250, y: 300 });
		expect(viewOf(placeOf(view, LANDSCAPE), LANDSCAPE)).toEqual(view);
		expect(placeOf(wholeOf(LANDSCAPE), LANDSCAPE)).toEqual(WHOLE);
	});

	it('shows the same part of another picture, however large that one is', () => {
		const { zoom, x, y } = placeOf({ x: 500, y: 300, width: 500, height: 300 }, LANDSCAPE);
		expect(viewOf({ zoom, x, y }, UPRIGHT)).toEqual({ x: 150, y: 200, width: 150, height: 200 });
	});

	it('never looks past the edge of a picture', () => {
		expect(viewOf({ zoom: 2, x: 0, y: 1 }, UPRIGHT)).toEqual({ x: 0, y: 200, width: 150, height: 200 });
	});
});
