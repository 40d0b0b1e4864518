/** How the blocks of a JPEG lie in its upright pixels, and with which steps they were saved. Pure. */
import { luminanceSteps } from './doubleCompression';

export interface JpegGrid {
	/** Pixels from the left and from the top to the first whole block, 0…7. */
	origin: { x: number; y: number };
	/** Luminance steps of the upright picture's frequencies, row by row; null where the bytes are no such JPEG. */
	steps: readonly number[] | null;
}

/**
 * Cameras save what their sensor saw and note which way up it was (EXIF 2.32, tag 0x0112): upright, the blocks may begin at the
 * other end of a side that is no multiple of eight, and a quarter turn exchanges the frequencies along rows and columns.
 * @param picture the upright one
 */
export function jpegGrid(original: Uint8Array | undefined, picture: { width: number; height: number }): JpegGrid {
	if (original === undefined) return { origin: { x: 0, y: 0 }, steps: null };
	const orientation = exifOrientation(original);
	const steps = luminanceSteps(original);
	return {
		origin: {
			x: FROM_THE_RIGHT.has(orientation) ? picture.width % 8 : 0,
			y: FROM_BELOW.has(orientation) ? picture.height % 8 : 0
		},
		steps: orientation < 5 || steps === null ? steps : transposed(steps)
	};
}

/** Orientations whose upright left, or upper, side is the end of a stored row or column. */
const FROM_THE_RIGHT: ReadonlySet<number> = new Set([2, 3, 6, 7]);
const FROM_BELOW: ReadonlySet<number> = new Set([3, 4, 7, 8]);

const transposed = (steps: readonly number[]): number[] =>
	Array.from(steps, (_, place) => steps[(place % 8) * 8 + (place >> 3)] ?? 1);

/** 1…8; 1 where the file does not say. Never throws. */
export function exifOrientation(jpeg: Uint8Array): number {
	const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
	for (let at = 2; at + 18 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda;) {
		const length = view.getUint16(at + 2);
		if (length < 2) return 1;
		if (jpeg[at + 1] === 0xe1 && view.getUint32(at + 4) === EXIF) {
			const end = Math.min(jpeg.length, at + 2 + length);
			return orientationIn(new DataView(jpeg.buffer, jpeg.byteOffset + at + 10, Math.max(0, end - at - 10)));
		}
		at += 2 + length;
	}
	return 1;
}

/** The letters `Exif`. */
const EXIF = 0x45786966;
const ORIENTATION_TAG = 0x0112;

function orientationIn(tiff: DataView): number {
	if (tiff.byteLength < 10) return 1;
	const isLittle = tiff.getUint16(0) === 0x4949;
	const directory = tiff.getUint32(4, isLittle);
	if (directory + 2 > tiff.byteLength) return 1;
	const count = tiff.getUint16(directory, isLittle);
	for (let i = 0, at = directory + 2; i < count && at + 12 <= tiff.byteLength; i++, at += 12) {
		if (tiff.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
		const value = tiff.getUint16(at + 8, isLittle);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}
