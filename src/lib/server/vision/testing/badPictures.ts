/** Uploads as nobody means them: damaged, extreme, foreign, empty, mirrored, doubled. For tests and `npm run fuzz`. */
import { createCanvas } from '@napi-rs/canvas';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { drawPassport } from './drawPassport';
import { drawIdCard } from './drawIdCard';
import { randomStream } from './random';
import type { Specimen } from './specimen';

export interface BadPicture {
	name: string;
	bytes: Uint8Array;
	/** What decodeImage must say of it; `decoded` where it is a picture after all. */
	decoding: 'decoded' | 'IMAGE_UNREADABLE' | 'IMAGE_TYPE_UNSUPPORTED';
	/** What the analysis of a document's front must ask for; null where nothing certain can be said of it. */
	reason: 'document_not_found' | 'document_mirrored' | null;
}

/** The same bytes with one to twenty of them changed. The seed decides which. */
export function flipBytes(bytes: Uint8Array, seed: number): Uint8Array {
	const random = randomStream(seed * 31 + 7);
	const damaged = new Uint8Array(bytes);
	const count = 1 + Math.floor(random.next() * 20);
	for (let flip = 0; flip < count; flip++) {
		const at = Math.floor(random.next() * damaged.length);
		damaged[at] = (damaged[at] ?? 0) ^ (1 + Math.floor(random.next() * 255));
	}
	return damaged;
}

/** Every extreme that is not damage. */
export async function badPictures(): Promise<BadPicture[]> {
	const passport = await drawPassport({ seed: 3, pixelsPerMm: 7 });
	const scene = sharp(passport.jpeg);
	const small = scene.clone().resize({ width: 500 });
	const empty = (name: string, bytes: Uint8Array): BadPicture => ({
		name,
		bytes,
		decoding: 'decoded',
		reason: 'document_not_found'
	});
	const passportAs = (name: string, bytes: Uint8Array): BadPicture => ({
		name,
		bytes,
		decoding: 'decoded',
		reason: null
	});
	const refused = (name: string, bytes: Uint8Array): BadPicture => ({
		name,
		bytes,
		decoding: 'IMAGE_TYPE_UNSUPPORTED',
		reason: null
	});
	const smallFrames = await Promise.all([
		flat(300, 200, '#ffffff').png().toBuffer(),
		scene.clone().resize(300, 200, { fit: 'fill' }).png().toBuffer()
	]);
	const animation = () => sharp(smallFrames, { join: { animated: true } });
	return [
		empty('all black', await flat(800, 600, '#000000').jpeg().toBuffer()),
		empty('all white', await flat(800, 600, '#ffffff').png().toBuffer()),
		empty('one pixel', await flat(1, 1, '#808080').png().toBuffer()),
		empty('20,000 × 50', await flat(20_000, 50, '#b0b0b0').png().toBuffer()),
		// Few enough pixels to be looked through whole, too few rows for filters.
		empty('6,000 × 16', await flat(6000, 16, '#b0b0b0').png().toBuffer()),
		empty('50 × 20,000', await flat(50, 20_000, '#b0b0b0').png().toBuffer()),
		empty('noise', await noise(600, 450).jpeg().toBuffer()),
		empty('a desk without a document', await flat(800, 600, '#7e6854').jpeg().toBuffer()),
		passportAs('a page of only fillers', await pageOfFillers()),
		passportAs('CMYK JPEG', await small.clone().toColourspace('cmyk').jpeg().toBuffer()),
		passportAs('16-bit PNG', await small.clone().toColourspace('rgb16').png().toBuffer()),
		passportAs('two documents', await sideBySide(passport, (await drawIdCard({ seed: 5, pixelsPerMm: 8 })).front)),
		refused('animated WebP', await animation().webp().toBuffer()),
		refused('animated GIF', await animation().gif().toBuffer()),
		refused('animated PNG', asAnimatedPng(smallFrames[0])),
		{ ...passportAs('a mirrored passport', await scene.clone().flop().jpeg().toBuffer()), reason: 'document_mirrored' }
	];
}

const flat = (width: number, height: number, background: string) =>
	sharp({ create: { width, height, channels: 3, background } });

function noise(width: number, height: number) {
	const random = randomStream(99);
	const data = Uint8Array.from({ length: width * height * 3 }, () => random.next() * 256);
	return sharp(data, { raw: { width, height, channels: 3 } });
}

/** What a zone's grammar must not take for a zone. */
async function pageOfFillers(): Promise<Uint8Array> {
	const canvas = createCanvas(1200, 900);
	const context = canvas.getContext('2d');
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, 1200, 900);
	context.fillStyle = '#101014';
	context.font = '30px monospace';
	for (let row = 0; row < 20; row++) context.fillText('<'.repeat(44), 120, 50 + row * 44);
	return canvas.encode('jpeg', 90);
}

async function sideBySide(one: Specimen, other: Specimen): Promise<Uint8Array> {
	const width = one.image.width + other.image.width + 60;
	const height = Math.max(one.image.height, other.image.height) + 40;
	return flat(width, height, '#6d655c')
		.composite([
			{ input: one.jpeg, left: 20, top: 20 },
			{ input: other.jpeg, left: one.image.width + 40, top: 20 }
		])
		.jpeg({ quality: 90 })
		.toBuffer();
}

/** A still PNG with the chunk that announces an animation (APNG 1.0: acTL, before the first IDAT). */
function asAnimatedPng(png: Buffer = Buffer.alloc(0)): Uint8Array {
	const header = 33;
	const chunk = Buffer.alloc(20);
	chunk.writeUInt32BE(8, 0);
	chunk.write('acTL', 4, 'latin1');
	chunk.writeUInt32BE(2, 8);
	chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
	return Buffer.concat([png.subarray(0, header), chunk, png.subarray(header)]);
}
