/** What scenarios do to finished pictures. */
import sharp from 'sharp';
import { randomStream, type Specimen } from '$lib/server/vision/testing';

const QUALITY = 92;

/** A strip of paper over the machine-readable zone, from edge to edge of the page. */
export const coverZone = (specimen: Specimen): Promise<Buffer> => cover(specimen, [['mrzLine1', 'mrzLine2']]);

/** Strips of paper, each over everything of one group: names as in the specimen's boxes. */
export async function cover({ jpeg, image, truth }: Specimen, groups: readonly string[][]): Promise<Buffer> {
	const strips = await Promise.all(
		groups.map(async (names) => {
			const boxes = names.flatMap((name) => truth.boxes[name] ?? []);
			const top = Math.max(0, Math.round((Math.min(...boxes.map(({ y }) => y)) - 0.02) * image.height));
			const bottom = Math.round((Math.max(...boxes.map(({ y, height }) => y + height)) + 0.02) * image.height);
			const left = Math.max(0, Math.round((Math.min(...boxes.map(({ x }) => x)) - 0.02) * image.width));
			const right = Math.round((Math.max(...boxes.map(({ x, width }) => x + width)) + 0.02) * image.width);
			const width = Math.min(right, image.width) - left;
			const height = Math.min(bottom, image.height) - top;
			const input = await sharp({ create: { width, height, channels: 3, background: '#d9d3c4' } })
				.png()
				.toBuffer();
			return { input, left, top };
		})
	);
	return sharp(jpeg).composite(strips).jpeg({ quality: QUALITY }).toBuffer();
}

/** What the drawing gives as pixels, as a camera saves it. */
export const saved = ({ data, width, height }: Specimen['image']): Promise<Buffer> =>
	sharp(data, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: QUALITY })
		.toBuffer();

export const mirrored = (jpeg: Buffer): Promise<Buffer> => sharp(jpeg).flop().jpeg({ quality: QUALITY }).toBuffer();

/** 120 pixels wide: nothing can be read in it. */
export const shrunk = (jpeg: Buffer): Promise<Buffer> =>
	sharp(jpeg).resize({ width: 120 }).jpeg({ quality: QUALITY }).toBuffer();

export const cutShort = (jpeg: Buffer): Buffer => jpeg.subarray(0, Math.floor(jpeg.length / 3));

/** Two pictures of one size in one frame. */
export async function sideBySide(one: Buffer, other: Buffer): Promise<Buffer> {
	const { width, height } = await sharp(one).metadata();
	return sharp({ create: { width: width * 2, height, channels: 3, background: '#9a958c' } })
		.composite([
			{ input: one, left: 0, top: 0 },
			{ input: other, left: width, top: 0 }
		])
		.jpeg({ quality: QUALITY })
		.toBuffer();
}

/** Wood without anything on it: sharp and lit, so that only a model can tell that nothing is there. */
export async function plainRoom(): Promise<Buffer> {
	const [width, height] = [1280, 960];
	const random = randomStream(77);
	const data = new Uint8Array(width * height * 3);
	for (let at = 0; at < data.length; at += 3) {
		const grain = 118 + 14 * Math.sin(Math.floor(at / 3 / width) / 9) + 34 * random.next();
		data[at] = grain;
		data[at + 1] = grain * 0.82;
		data[at + 2] = grain * 0.66;
	}
	return sharp(data, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: QUALITY })
		.toBuffer();
}

export async function animation(): Promise<Buffer> {
	const frame = (background: string) =>
		sharp({ create: { width: 320, height: 240, channels: 3, background } })
			.png()
			.toBuffer();
	const frames = await Promise.all([frame('#ffffff'), frame('#c0c0c0')]);
	return sharp(frames, { join: { animated: true } })
		.gif()
		.toBuffer();
}
