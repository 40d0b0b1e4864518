import type { Box, Point, RgbImage } from '../types';

/** A sheet that bows, as a page of a bound book does: strength 1 lifts its middle by a twelfth of its height. */
export interface CurvedPage {
	picture(source: RgbImage): RgbImage;
	/** Fractions of the flat sheet → fractions of the bowed one. */
	point(point: Point): Point;
	box(box: Box): Box;
}

/** The bowed sheet keeps the size of its canvas; `paper` false leaves out the shading, for masks. */
export function curvedPage(strength: number, paper = true): CurvedPage {
	const rise = strength / 12;
	const bow = (x: number): number => rise * Math.sin(Math.PI * x);
	const point = ({ x, y }: Point): Point => ({ x, y: y * (1 - rise) + rise - bow(x) });
	return {
		point,
		picture: (source) => bent(source, rise, bow, paper ? 0.3 * strength : 0),
		box({ x, y, width, height }) {
			const points = [0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
				[y, y + height].map((row) => point({ x: x + share * width, y: row }).y)
			);
			const top = Math.min(...points);
			return { x, y: top, width, height: Math.max(...points) - top };
		}
	};
}

function bent(source: RgbImage, rise: number, bow: (x: number) => number, shade: number): RgbImage {
	const { width, height } = source;
	const data = new Uint8Array(source.data.length);
	for (let x = 0; x < width; x++) {
		const top = (rise - bow(x / width)) * height;
		// The paper turns away from the light on one side of the bow.
		const light = 1 - shade * Math.max(0, Math.cos(Math.PI * (x / width)));
		for (let y = 0; y < height; y++) {
			const from = (y - top) / (1 - rise);
			if (from < 0 || from > height - 1) continue;
			const above = Math.floor(from);
			const share = from - above;
			const below = Math.min(height - 1, above + 1);
			for (let channel = 0; channel < 3; channel++) {
				const upper = source.data[(above * width + x) * 3 + channel] ?? 0;
				const lower = source.data[(below * width + x) * 3 + channel] ?? 0;
				data[(y * width + x) * 3 + channel] = light * (upper * (1 - share) + lower * share);
			}
		}
	}
	return { width, height, data };
}
