import sharp from 'sharp';
import type { RgbImage } from '../types';
import type { RandomStream } from './random';
import type { SpecimenDefects } from './specimen';

/** What light, lens, screen, printer and sensor do to a picture, in that order. The noise of a sensor is always there. */
export async function captureEffects(
	image: RgbImage,
	defects: SpecimenDefects,
	random: RandomStream
): Promise<RgbImage> {
	let picture = image;
	if (defects.print) picture = printed(picture, defects.print);
	if (defects.screenRecapture) picture = fromScreen(picture, defects.screenRecapture, random);
	if (defects.glare) picture = withGlare(picture, defects.glare, random);
	if (defects.blur) picture = await blurred(picture, 0.4 + defects.blur * 4.6);
	return withSensor(picture, 1 - 0.85 * (defects.lowLight ?? 0), 1.1 + 5 * (defects.lowLight ?? 0), random);
}

/** Round dots at 45°, three pixels apart, and the narrower gamut of ink on paper. */
function printed(image: RgbImage, strength: number): RgbImage {
	return perPixel(image, (x, y, [red, green, blue]) => {
		const dots = Math.cos((x + y) * 1.48) * Math.cos((x - y) * 1.48);
		const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
		const flat = (value: number): number => 18 + 0.88 * (grey + (value - grey) * (1 - 0.35 * strength));
		const ink = dots * 26 * strength * (1 - Math.abs(grey - 128) / 160);
		return [flat(red) + ink, flat(green) + ink, flat(blue) + ink];
	});
}

/** Subpixel stripes a little off the sensor's grid: the beat between the two is the moiré that people know. */
function fromScreen(image: RgbImage, strength: number, random: RandomStream): RgbImage {
	const tilt = random.between(0.02, 0.07);
	const pitch = random.between(2.6, 3.4);
	const beat = random.between(24, 46);
	return perPixel(image, (x, y, [red, green, blue]) => {
		const u = (6.2832 * (x + tilt * y)) / pitch;
		const v = (6.2832 * (y - tilt * x)) / pitch;
		const moire =
			Math.sin((6.2832 * (x * 0.92 + y * 0.4)) / beat) * Math.sin((6.2832 * (y * 0.95 - x * 0.3)) / (beat * 1.3));
		const lines = 0.5 * Math.sin(v);
		const lit = (value: number, shift: number, cast: number): number =>
			value * cast * (1 + strength * (0.14 * (Math.sin(u + shift) + lines) + 0.06 * moire)) + 10 * strength;
		return [lit(red, 0, 0.94), lit(green, 2.09, 0.98), lit(blue, 4.19, 1.06)];
	});
}

function withGlare(image: RgbImage, strength: number, random: RandomStream): RgbImage {
	const { width, height } = image;
	const [cx, cy] = [width * random.between(0.35, 0.7), height * random.between(0.3, 0.7)];
	const [rx, ry] = [width * (0.08 + 0.22 * strength), height * (0.08 + 0.24 * strength)];
	return perPixel(image, (x, y, [red, green, blue]) => {
		const reach = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2;
		const light = 330 * (0.4 + 0.6 * strength) * Math.exp(-reach * reach);
		return [red + light, green + light, blue + light * 0.97];
	});
}

async function blurred(image: RgbImage, sigma: number): Promise<RgbImage> {
	const raw = { width: image.width, height: image.height, channels: 3 as const };
	const data = await sharp(image.data, { raw }).blur(sigma).raw().toBuffer();
	return { width: image.width, height: image.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** Shot noise grows with the square root of the light; colour filters make neighbours share a little of it. */
function withSensor(image: RgbImage, exposure: number, noise: number, random: RandomStream): RgbImage {
	let before = 0;
	return perPixel(image, (_x, _y, [red, green, blue]) => {
		const shared = random.normal();
		const grain = 0.8 * shared + 0.5 * before;
		before = shared;
		const expose = (value: number): number => {
			const lit = value * exposure;
			return lit + noise * (0.6 + 0.05 * Math.sqrt(Math.max(0, lit))) * (grain + 0.4 * (random.next() - 0.5));
		};
		return [expose(red), expose(green), expose(blue)];
	});
}

type Colour = readonly [number, number, number];

function perPixel(image: RgbImage, paint: (x: number, y: number, colour: Colour) => Colour): RgbImage {
	const { width, height } = image;
	const data = new Uint8ClampedArray(image.data.length);
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++, at += 3) {
			const colour = paint(x, y, [image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0]);
			data[at] = colour[0];
			data[at + 1] = colour[1];
			data[at + 2] = colour[2];
		}
	}
	return { width, height, data: new Uint8Array(data.buffer) };
}
