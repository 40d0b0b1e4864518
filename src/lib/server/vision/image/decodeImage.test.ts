import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage, MAX_PIXELS } from './decodeImage';
import { encodeJpeg } from './encodeJpeg';
import { sniffFile } from './sniff';

const WIDE = { width: 60, height: 40 };

describe('decodeImage', () => {
	it.each(['jpeg', 'png', 'webp'] as const)('decodes %s to eight-bit RGB', async (format) => {
		const decoded = await decodeImage(await draw().toFormat(format).toBuffer());
		expect(decoded).toMatchObject({ ok: true, mediaType: `image/${format}`, originalWidth: 60, originalHeight: 40 });
		expect(decoded.ok && decoded.image.data.length).toBe(60 * 40 * 3);
	});

	it('decodes every one of many pictures that come at once', async () => {
		const jpeg = await draw().resize(600, 400).jpeg().toBuffer();
		const decoded = await Promise.all(Array.from({ length: 300 }, () => decodeImage(jpeg)));
		expect(decoded.filter(({ ok }) => !ok)).toEqual([]);
	});

	it('turns the picture upright as its EXIF orientation says', async () => {
		const decoded = await decodeImage(await draw().withMetadata({ orientation: 6 }).jpeg().toBuffer());
		expect(decoded).toMatchObject({
			ok: true,
			originalWidth: 40,
			originalHeight: 60,
			image: { width: 40, height: 60 }
		});
	});

	it('lays transparency on white', async () => {
		const clear = { create: { ...WIDE, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } } };
		const decoded = await decodeImage(await sharp(clear).png().toBuffer());
		expect(decoded.ok && Array.from(decoded.image.data.subarray(0, 3))).toEqual([255, 255, 255]);
	});

	it.each([
		['CMYK JPEG', () => draw().toColourspace('cmyk').jpeg().toBuffer()],
		['16-bit PNG', () => draw().toColourspace('rgb16').png().toBuffer()],
		['grey JPEG', () => draw().toColourspace('b-w').jpeg().toBuffer()],
		['16-bit grey PNG', () => draw().toColourspace('grey16').png().toBuffer()],
		['palette PNG', () => draw().png({ palette: true }).toBuffer()]
	])('converts a %s', async (_name, make) => {
		const decoded = await decodeImage(await make());
		expect(decoded.ok && decoded.image.data.length).toBe(60 * 40 * 3);
	});

	it('shrinks while decoding, keeps the original size in mind, and never enlarges', async () => {
		const bytes = await draw().jpeg().toBuffer();
		expect(await decodeImage(bytes, { maxSide: 30 })).toMatchObject({
			originalWidth: 60,
			image: { width: 30, height: 20 }
		});
		expect(await decodeImage(bytes, { maxSide: 300 })).toMatchObject({ image: { width: 60, height: 40 } });
	});

	it.each([
		['nothing', Buffer.alloc(0)],
		['noise', Buffer.from('not a picture at all')],
		['a JPEG marker and nothing more', Buffer.from([0xff, 0xd8, 0xff, 0xe0])]
	])('calls %s unreadable', async (_name, bytes) => {
		expect(await decodeImage(bytes)).toEqual({ ok: false, code: 'IMAGE_UNREADABLE' });
	});

	it.each([
		['SVG under any name', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
		['PDF', Buffer.from('%PDF-1.7\n')],
		['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1')],
		['GIF', Buffer.from('GIF89a')],
		['TIFF', Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0])]
	])('refuses the type of %s', async (_name, bytes) => {
		expect(await decodeImage(bytes)).toEqual({ ok: false, code: 'IMAGE_TYPE_UNSUPPORTED' });
	});

	it('refuses a truncated picture', async () => {
		const bytes = await noise(400, 300).jpeg().toBuffer();
		expect(await decodeImage(bytes.subarray(0, bytes.length / 2))).toEqual({ ok: false, code: 'IMAGE_UNREADABLE' });
	});

	it('refuses by the header alone a picture of more pixels than the limit', async () => {
		const bytes = await draw().png().toBuffer();
		bytes.writeUInt32BE(65_000, 16);
		bytes.writeUInt32BE(65_000, 20);
		expect(65_000 * 65_000).toBeGreaterThan(MAX_PIXELS);
		expect(await decodeImage(bytes)).toEqual({ ok: false, code: 'IMAGE_UNREADABLE' });
	});

	it('refuses an animation', async () => {
		const frames = await Promise.all([draw().png().toBuffer(), draw().negate().png().toBuffer()]);
		const animated = await sharp(frames, { join: { animated: true } })
			.webp()
			.toBuffer();
		expect(await decodeImage(animated)).toEqual({ ok: false, code: 'IMAGE_TYPE_UNSUPPORTED' });
	});

	it('gives a result or a code for a picture with any byte flipped, and never throws', async () => {
		const original = await noise(64, 48).jpeg().toBuffer();
		const outcomes = new Set<string>();
		for (let index = 0; index < original.length; index += Math.ceil(original.length / 100)) {
			const damaged = Buffer.from(original);
			damaged[index] = (damaged[index] ?? 0) ^ 0xff;
			const decoded = await decodeImage(damaged);
			outcomes.add(decoded.ok ? 'ok' : decoded.code);
		}
		expect(
			[...outcomes].every((outcome) => ['ok', 'IMAGE_UNREADABLE', 'IMAGE_TYPE_UNSUPPORTED'].includes(outcome))
		).toBe(true);
	});
});

describe('encodeJpeg', () => {
	it('keeps pixels and drops whatever else the picture carried', async () => {
		const bytes = await draw()
			.withExif({ IFD0: { Make: 'Camera of a person' } })
			.jpeg()
			.toBuffer();
		const decoded = await decodeImage(bytes);
		if (!decoded.ok) throw new Error(decoded.code);
		const { jpeg } = await encodeJpeg(decoded.image);
		expect(Buffer.from(bytes).includes('Camera of a person')).toBe(true);
		expect(Buffer.from(jpeg).includes('Camera of a person')).toBe(false);
		expect((await sharp(jpeg).metadata()).exif).toBeUndefined();
	});

	it('shrinks to the longer side given and tells the new size', async () => {
		const decoded = await decodeImage(await draw().png().toBuffer());
		if (!decoded.ok) throw new Error(decoded.code);
		expect(await encodeJpeg(decoded.image, { maxSide: 30 })).toMatchObject({ width: 30, height: 20 });
	});
});

describe('sniffFile', () => {
	it('goes by the bytes and knows nothing of unknown ones', () => {
		expect(sniffFile(Buffer.from('   %PDF-1.4'))).toBe('pdf');
		expect(sniffFile(Buffer.from('hello'))).toBeNull();
	});
});

const draw = () => sharp({ create: { ...WIDE, channels: 3, background: { r: 200, g: 120, b: 40 } } });

function noise(width: number, height: number) {
	const data = Buffer.from(
		Array.from({ length: width * height * 3 }, (_, index) => (index * 7919 + (index >> 3) * 104729) % 256)
	);
	return sharp(data, { raw: { width, height, channels: 3 } });
}
