import { similarityBetween, view, warp } from '../image';
import type { Point, RgbImage } from '../types';
import { centre, type FivePoints } from './locateLandmarks';

/** Side of the aligned face. */
export const ALIGNED_SIDE = 112;

/** Where the five points lie in an aligned face of 112 × 112 pixels: the reference of ArcFace (Deng et al. 2019). */
const REFERENCE: FivePoints = [
	{ x: 38.2946, y: 51.6963 },
	{ x: 73.5318, y: 51.5014 },
	{ x: 56.0252, y: 71.7366 },
	{ x: 41.5493, y: 92.3655 },
	{ x: 70.7299, y: 92.2041 }
];

/** Below this scale, skipped pixels would alias: the region is shrunk with a filter first, then warped. */
const SHRINK_FIRST_BELOW = 0.7;

/** The face turned, scaled and shifted so that its five points lie on the reference. Null where the points coincide. */
export function alignFace(image: RgbImage, points: FivePoints): RgbImage | null {
	const direct = similarityBetween(points, REFERENCE);
	if (direct === null) return null;
	const scale = Math.hypot(direct[0], direct[3]);
	if (scale >= SHRINK_FIRST_BELOW) return warp(image, direct, ALIGNED_SIDE, ALIGNED_SIDE, 0);
	const { region, moved } = shrinkRegion(image, points, scale * 1.2);
	const fine = similarityBetween(moved, REFERENCE);
	return fine === null ? null : warp(region, fine, ALIGNED_SIDE, ALIGNED_SIDE, 0);
}

function shrinkRegion(image: RgbImage, points: FivePoints, scale: number): { region: RgbImage; moved: Point[] } {
	const middle = centre(points);
	// 90 aligned pixels around the middle reach past every corner of the aligned square, whatever the turn.
	const radius = (90 * 1.2) / scale;
	const around = { x: middle.x - radius, y: middle.y - radius, width: 2 * radius, height: 2 * radius };
	const { picture: region, rect } = view(image, around, 2 * radius * scale, 2 * radius * scale);
	const moved = points.map(({ x, y }) => ({
		x: ((x - rect.x + 0.5) * region.width) / rect.width - 0.5,
		y: ((y - rect.y + 0.5) * region.height) / rect.height - 0.5
	}));
	return { region, moved };
}
