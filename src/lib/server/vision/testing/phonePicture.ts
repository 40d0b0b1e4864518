import sharp from 'sharp';
import type { RgbImage } from '../types';
import type { RandomStream } from './random';

/** The shadow of a hand or a telephone: a dark band with a soft edge over one side. Strength 1 takes 70 % of the light. */
export function withShadow({ width, height, data }: RgbImage, strength: number, random: RandomStream): RgbImage {
	const angle = random.between(-0.9, 0.9) + (random.next() < 0.5 ? 0 : Math.PI);
	const [across, down] = [Math.cos(angle), Math.sin(angle)];
	const edge = random.between(0.1, 0.3);
	const soft = random.between(0.03, 0.1);
	const shaded = new Uint8Array(data.length);
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++, at += 3) {
			const reach = across * (x / width - 0.5) + down * (y / height - 0.5);
			const dark = 1 / (1 + Math.exp(-(reach - edge) / soft));
			const light = 1 - 0.7 * strength * dark;
			shaded[at] = (data[at] ?? 0) * light * (1 - 0.05 * strength * dark);
			shaded[at + 1] = (data[at + 1] ?? 0) * light;
			shaded[at + 2] = Math.min(255, (data[at + 2] ?? 0) * light * (1 + 0.04 * strength * dark));
		}
	}
	return { width, height, data: shaded };
}

/** Fibres and unevenness of paper, a fine grain over a coarse one; laid on before the picture is taken. */
export function withPaperGrain({ width, height, data }: RgbImage, strength: number, random: RandomStream): RgbImage {
	const step = Math.max(3, Math.round(width / 160));
	const columns = Math.ceil(width / step) + 1;
	const coarse = Float32Array.from({ length: columns * (Math.ceil(height / step) + 1) }, () => random.normal());
	const grained = new Uint8ClampedArray(data.length);
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++, at += 3) {
			const cloud = coarse[Math.floor(y / step) * columns + Math.floor(x / step)] ?? 0;
			const light = 1 + strength * (0.012 * cloud + 0.02 * random.normal());
			for (let channel = 0; channel < 3; channel++) grained[at + channel] = (data[at + channel] ?? 0) * light;
		}
	}
	return { width, height, data: new Uint8Array(grained.buffer) };
}

/** What a telephone makes of its sensor's picture: noise smoothed away, edges sharpened, colours lifted. */
export async function developedByPhone(image: RgbImage, strength: number): Promise<RgbImage> {
	const { width, height } = image;
	const data = await sharp(image.data, { raw: { width, height, channels: 3 } })
		.median(3)
		.sharpen({ sigma: 1, m1: 0.5 + strength, m2: 1 + 3 * strength })
		.modulate({ saturation: 1 + 0.18 * strength })
		.raw()
		.toBuffer();
	return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
