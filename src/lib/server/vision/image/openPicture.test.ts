import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decodeImage';
import { openPicture, PictureDamaged } from './openPicture';
import { halved } from './pyramid';

/** A gradient with a dark bar, so that a turn or a shift shows. */
const WIDTH = 640;
const HEIGHT = 480;
const pixels = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, index) => {
	const pixel = Math.floor(index / 3);
	const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
	return x > 100 && x < 180 && y > 60 && y < 400 ? 20 : 60 + Math.floor((x + y) / 8);
});
const picture = () => sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

async function opened(bytes: Uint8Array, shrink: 1 | 2 | 4 | 8) {
	const result = await openPicture(bytes, () => shrink);
	if (!result.ok) throw new Error(result.code);
	return result;
}

describe('openPicture', () => {
	it('gives a small upright copy of a JPEG, as it would be halved', async () => {
		const bytes = await picture().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
		const { small, whole, width, height } = await opened(bytes, 2);
		const [copy, decoded] = [await small, await whole];
		expect({ width, height }).toEqual({ width: HEIGHT, height: WIDTH });
		expect({ width: copy?.width, height: copy?.height }).toEqual({ width: HEIGHT / 2, height: WIDTH / 2 });
		const half = halved(decoded).data;
		const apart = half.reduce((sum, value, at) => sum + Math.abs(value - (copy?.data[at] ?? NaN)), 0) / half.length;
		expect(apart).toBeLessThan(1);
	});

	it('gives the whole picture as decodeImage does, and no copy where none is quicker', async () => {
		const bytes = await picture().png().toBuffer();
		const { small, whole } = await opened(bytes, 4);
		const decoded = await decodeImage(bytes);
		expect(small).toBeNull();
		expect(decoded.ok && decoded.image).toEqual(await whole);
	});

	it('says by a code what is no picture, and rejects only for pixels that are damaged', async () => {
		expect(await openPicture(new Uint8Array([1, 2, 3]), () => 1)).toEqual({ ok: false, code: 'IMAGE_UNREADABLE' });
		const bytes = await picture().png().toBuffer();
		bytes.fill(0xff, bytes.length / 3, bytes.length / 2);
		await expect((await opened(bytes, 1)).whole).rejects.toBeInstanceOf(PictureDamaged);
	});
});
