import { halveTo, resizeGrey, shrinkFast, toGrey, type GreyImage } from '../image';
import type { PixelReason } from '$lib/contract/reasonCodes';
import type { ImageQuality, RgbImage } from '../types';
import { glareShareOf } from './glareShare';
import { laplacianVariance } from './laplacianVariance';

export type QualityPurpose = 'document' | 'face';

/** Measures sharpness, exposure and glare, and says what, if anything, is too bad for the purpose. Any size of picture. */
export function measureImageQuality(image: RgbImage, purpose: QualityPurpose): ImageQuality {
	const grey = purpose === 'face' ? toGrey(shrinkFast(image, FACE_SIDE)) : greyCopy(image, DOCUMENT_SIDE);
	const levels = countLevels(grey);
	const measured = {
		width: image.width,
		height: image.height,
		sharpness: laplacianVariance(grey),
		brightness: meanOf(levels),
		glareShare: glareShareOf(grey)
	};
	return { ...measured, reasons: reasonsFor({ ...measured, highlights: highlightsOf(levels) }, LIMITS[purpose]) };
}

/**
 * Sharpness depends on scale, so it is always measured on a copy of this long side (or less, where the picture is smaller).
 * The portraits that the limits for faces come from are 640 px and less.
 */
const DOCUMENT_SIDE = 1000;
const FACE_SIDE = 640;

function greyCopy(image: RgbImage, side: number): GreyImage {
	const scale = Math.min(1, side / Math.max(image.width, image.height));
	return resizeGrey(toGrey(halveTo(image, 3 * side)), image.width * scale, image.height * scale);
}

interface Limits {
	minLongSidePx: number;
	minSharpness: number;
	/** Luminance, 0…255, that the brightest twentieth of the picture reaches: a dark wall or dark skin is no bad light. */
	minHighlights: number;
	maxGlareShare: number;
}

/**
 * Set so that no readable picture is refused. Measured on 43 specimen documents (lowest sharpness 352, mean brightness 157,
 * highest glare 0.038) and 201 portraits (lowest sharpness 31, highlights 123, highest glare 0.023). The same documents blurred by a
 * Gaussian of 4 px per 1000 px have a median sharpness of 8; a drawn reflection over a tenth of the picture is seen on 22 of 34.
 * Size: three-line and two-line machine-readable zones of 400 px still have 9 to 13 px a letter; below 128 px no face is left.
 */
const LIMITS: Readonly<Record<QualityPurpose, Limits>> = {
	document: { minLongSidePx: 400, minSharpness: 12, minHighlights: 100, maxGlareShare: 0.05 },
	face: { minLongSidePx: 128, minSharpness: 6, minHighlights: 80, maxGlareShare: 0.25 }
};

interface Measured extends Omit<ImageQuality, 'reasons'> {
	highlights: number;
}

function reasonsFor(measured: Measured, limits: Limits): PixelReason[] {
	const reasons: PixelReason[] = [];
	if (Math.max(measured.width, measured.height) < limits.minLongSidePx) reasons.push('image_too_small');
	if (measured.highlights < limits.minHighlights) reasons.push('image_too_dark');
	if (measured.sharpness < limits.minSharpness) reasons.push('image_blurred');
	if (measured.glareShare > limits.maxGlareShare) reasons.push('image_glare');
	return reasons;
}

/** How many pixels have each level. */
function countLevels({ data }: GreyImage): Uint32Array {
	const counts = new Uint32Array(256);
	for (let index = 0; index < data.length; index++) {
		const level = data[index] as number;
		counts[level] = (counts[level] as number) + 1;
	}
	return counts;
}

/** The 95th percentile. */
function highlightsOf(levels: Uint32Array): number {
	const count = levels.reduce((sum, pixels) => sum + pixels, 0);
	let brighter = 0;
	for (let level = 255; level > 0; level--) {
		brighter += levels[level] ?? 0;
		if (brighter > count / 20) return level;
	}
	return 0;
}

function meanOf(levels: Uint32Array): number {
	const count = levels.reduce((sum, pixels) => sum + pixels, 0);
	return levels.reduce((sum, pixels, level) => sum + pixels * level, 0) / count;
}
