import { toGrey, view, type Rect } from '../image';
import type { ModelRegistry } from '../runtime';
import type { Point, RgbImage } from '../types';

/** Left eye, right eye, nose tip, left and right mouth corner, as the viewer sees them: ArcFace's five. */
export type FivePoints = [Point, Point, Point, Point, Point];

const SIDE = 64;
const COUNT = 68;

/** The 68 landmarks of iBUG 300-W, in its order, in pixels of the picture. Points may lie outside it. */
export async function locateLandmarks(models: ModelRegistry, image: RgbImage, face: Rect): Promise<Point[]> {
	const { picture, rect } = view(image, face, SIDE, SIDE);
	const { data } = toGrey(picture);
	const { output } = await models.run('face-landmarks', {
		data: Float32Array.from(data, (value) => value / 256),
		dims: [1, 1, SIDE, SIDE]
	});
	return Array.from({ length: COUNT }, (_, index) => ({
		x: rect.x + (output?.data[index * 2] ?? 0) * rect.width,
		y: rect.y + (output?.data[index * 2 + 1] ?? 0) * rect.height
	}));
}

/** The five points that alignment needs: eye centres from six points each (iBUG 36–41, 42–47), nose tip 30, corners 48, 54. */
export function fivePointsOf(landmarks: readonly Point[]): FivePoints {
	const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
	return [centre(landmarks.slice(36, 42)), centre(landmarks.slice(42, 48)), at(30), at(48), at(54)];
}

export function centre(points: readonly Point[]): Point {
	const count = Math.max(1, points.length);
	return {
		x: points.reduce((sum, point) => sum + point.x, 0) / count,
		y: points.reduce((sum, point) => sum + point.y, 0) / count
	};
}
