import type { RgbImage } from '../types';
import type { RandomStream } from './random';

type Colour = readonly [number, number, number];
const WOODS: readonly [Colour, ...Colour[]] = [
	[126, 104, 84],
	[92, 88, 86],
	[70, 76, 88],
	[150, 138, 120]
];

/** Lays the sheet (where the mask is white) on a wooden desk under soft light from one side. */
export function drawDesk(sheet: RgbImage, mask: RgbImage, random: RandomStream): RgbImage {
	const { width, height } = sheet;
	const data = new Uint8Array(sheet.data.length);
	const [red, green, blue] = random.pick(WOODS);
	const grain = random.between(0.5, 1.4);
	const light = random.between(-0.12, 0.12);
	const phase = random.between(0, 40);
	for (let y = 0; y < height; y++) {
		const vein = 5 * Math.sin((y + phase) * 0.021 * grain) + 3 * Math.sin((y + phase) * 0.13 * grain);
		for (let x = 0; x < width; x++) {
			const at = (y * width + x) * 3;
			const cover = (mask.data[at] ?? 0) / 255;
			const lit = 1 + light * (x / width - 0.5) * 2;
			const wood = vein + 2.5 * Math.sin(x * 0.012 + y * 0.05);
			data[at] = clamp(lit * (cover * (sheet.data[at] ?? 0) + (1 - cover) * (red + wood)));
			data[at + 1] = clamp(lit * (cover * (sheet.data[at + 1] ?? 0) + (1 - cover) * (green + wood)));
			data[at + 2] = clamp(lit * (cover * (sheet.data[at + 2] ?? 0) + (1 - cover) * (blue + wood)));
		}
	}
	return { width, height, data };
}

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
