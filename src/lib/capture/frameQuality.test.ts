import { describe, expect, it } from 'vitest';
import { adviseDocument, adviseFace, GUIDE_MARGIN, readFrame, toLuma, type Luma, type Pixels } from './frameQuality';

const WIDTH = 320;
const HEIGHT = 202;
const INSET = GUIDE_MARGIN / (1 + 2 * GUIDE_MARGIN);

type Painter = (x: number, y: number) => number;

function paint(painter: Painter): Luma {
	const pixels: Pixels = { data: new Uint8ClampedArray(WIDTH * HEIGHT * 4), width: WIDTH, height: HEIGHT };
	for (let y = 0; y < HEIGHT; y++) {
		for (let x = 0; x < WIDTH; x++) {
			pixels.data.set(new Array(3).fill(painter(x, y)), (y * WIDTH + x) * 4);
		}
	}
	return toLuma(pixels);
}

const onCard = (x: number, y: number) =>
	x > WIDTH * INSET && x < WIDTH * (1 - INSET) && y > HEIGHT * INSET && y < HEIGHT * (1 - INSET);
/** A pale card with lines of "text" on a dark table, in the guide. */
const card: Painter = (x, y) => (!onCard(x, y) ? 60 : y % 14 < 4 && (x * 7 + y) % 5 < 2 ? 40 : 190);

function blur(luma: Luma, times: number): Luma {
	let from = luma.data;
	for (let t = 0; t < times; t++) {
		const to = new Uint8Array(from.length);
		for (let i = 0; i < from.length; i++) {
			const around = [i, i - 1, i + 1, i - WIDTH, i + WIDTH].map((at) => from[at] ?? from[i] ?? 0);
			to[i] = around.reduce((sum, value) => sum + value, 0) / around.length;
		}
		from = to;
	}
	return { ...luma, data: from };
}

describe('frame quality', () => {
	const sharp = paint(card);

	it('calls a sharp, bright, still card in the guide good', () => {
		expect(adviseDocument(readFrame(sharp, sharp), 'card')).toBe('good');
	});

	it('sees all four sides of a card in the guide, and none on an empty or textured table', () => {
		expect(readFrame(sharp, null).sidesSeen).toBe(4);
		expect(
			readFrame(
				paint(() => 120),
				null
			).sidesSeen
		).toBe(0);
		expect(
			readFrame(
				paint((x, y) => 90 + ((x * 31 + y * 17) % 60)),
				null
			).sidesSeen
		).toBe(0);
	});

	it('does not shoot an empty table, however sharp', () => {
		const table = paint((x, y) => 90 + ((x * 31 + y * 17) % 60));
		expect(adviseDocument(readFrame(table, table), 'card')).toBe('not_in_frame');
	});

	const placed = (left: number, top: number, right: number, bottom: number): Painter => {
		const on = (x: number, y: number) =>
			x > WIDTH * left && x < WIDTH * right && y > HEIGHT * top && y < HEIGHT * bottom;
		return (x, y) => (!on(x, y) ? 60 : y % 14 < 4 && (x * 7 + y) % 5 < 2 ? 40 : 190);
	};

	it('asks for a card that lies whole but small in the guide to be brought closer', () => {
		const far = paint(placed(0.24, 0.24, 0.76, 0.76));
		expect(adviseDocument(readFrame(far, far), 'card')).toBe('too_far');
	});

	it('asks for a card that stands upright in the guide to be turned, and not for a page', () => {
		const upright = paint(placed(0.31, INSET, 0.69, 1 - INSET));
		expect(adviseDocument(readFrame(upright, upright), 'card')).toBe('turned');
		expect(adviseDocument(readFrame(upright, upright), 'page')).toBe('not_in_frame');
	});

	it('does not ask for a card that is half outside to be brought closer', () => {
		const cut = paint(placed(0.4, INSET, 1, 1));
		expect(adviseDocument(readFrame(cut, cut), 'card')).toBe('not_in_frame');
	});

	it('takes no still wall for a face, whether it is grainy or lit from one side, and takes a face for one', () => {
		const grain = (x: number, y: number) => 150 + ((x * 7919 + y * 104_729) % 41) - 20;
		for (const painter of [grain, (x: number) => 60 + x / 2]) {
			const wall = paint(painter);
			expect(adviseFace(readFrame(wall, wall))).toBe('not_in_frame');
		}
		const dots: [number, number, number][] = [
			[130, 80, 10],
			[190, 80, 10],
			[160, 130, 14]
		];
		const face = paint((x, y) =>
			dots.some(([cx, cy, radius]) => Math.hypot(x - cx, y - cy) < radius) ? 50 : grain(x, y)
		);
		expect(adviseFace(readFrame(face, face))).toBe('good');
	});

	it('asks for light first when it is dark', () => {
		const dark = paint((x, y) => card(x, y) / 5);
		expect(adviseDocument(readFrame(dark, dark), 'card')).toBe('too_dark');
		expect(adviseFace(readFrame(dark, dark))).toBe('too_dark');
	});

	it('sees a reflection that burns out part of the card', () => {
		const glare = paint((x, y) => (Math.hypot(x - 160, y - 100) < 45 ? 255 : card(x, y)));
		expect(adviseDocument(readFrame(glare, glare), 'card')).toBe('glare');
	});

	it('does not take white paper for a reflection', () => {
		const paper = paint((x, y) =>
			!onCard(x, y) ? 60 : y % 14 < 4 && (x * 7 + y) % 5 < 2 ? 40 : (x + y) % 3 ? 252 : 246
		);
		expect(adviseDocument(readFrame(paper, paper), 'card')).toBe('glare');
		expect(adviseDocument(readFrame(paper, paper), 'page')).not.toBe('glare');
	});

	it('sees blur', () => {
		const blurred = blur(sharp, 12);
		expect(adviseDocument(readFrame(blurred, blurred), 'card')).toBe('blurred');
	});

	it('sees a hand that moves, and holds the first frame for movement', () => {
		const moved = paint((x, y) => card(x - 3, y - 2));
		expect(adviseDocument(readFrame(moved, sharp), 'card')).toBe('moving');
		expect(adviseDocument(readFrame(sharp, null), 'card')).toBe('moving');
	});

	it('asks a face in bright sun for less light', () => {
		const sun = paint(() => 240);
		expect(adviseFace(readFrame(sun, sun))).toBe('too_bright');
	});
});
