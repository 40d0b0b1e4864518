/** Pure. What 68 landmarks (iBUG 300-W order) say about a face's movement, as ratios that no distance or tilt changes. */
import type { Point } from '../../types';
import type { FaceMotion } from './types';

/**
 * A flat picture of a face, however it is held, keeps its ratios along a line (an affine view does); a head does not: its nose
 * stands before eyes and mouth, so that it moves between them when the head turns or nods.
 */
export function faceShape(
	landmarks: readonly Point[]
): Pick<FaceMotion, 'noseAcross' | 'noseDown' | 'eyeOpening' | 'mouthWidth'> {
	const at = (index: number): Point => landmarks[index] ?? { x: 0, y: 0 };
	const span = Math.max(1e-6, distance(at(36), at(45)));
	const eyes = middle(at(36), at(39), at(42), at(45));
	const across = { x: (at(45).x - at(36).x) / span, y: (at(45).y - at(36).y) / span };
	const along = (point: Point): number => (point.x - eyes.x) * across.x + (point.y - eyes.y) * across.y;
	const down = (point: Point): number => (point.y - eyes.y) * across.x - (point.x - eyes.x) * across.y;
	const mouth = down(middle(at(48), at(54)));
	return {
		noseAcross: along(at(30)) / span,
		noseDown: Math.abs(mouth) < 1e-6 ? 0 : down(at(30)) / mouth,
		eyeOpening: (opening(landmarks, 36) + opening(landmarks, 42)) / 2,
		mouthWidth: distance(at(48), at(54)) / span
	};
}

/** Eye aspect ratio (Soukupová and Čech 2016) of the eye whose six landmarks begin at `first`. */
function opening(landmarks: readonly Point[], first: number): number {
	const at = (index: number): Point => landmarks[first + index] ?? { x: 0, y: 0 };
	return (distance(at(1), at(5)) + distance(at(2), at(4))) / Math.max(1e-6, 2 * distance(at(0), at(3)));
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const middle = (...points: Point[]): Point => ({
	x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
	y: points.reduce((sum, point) => sum + point.y, 0) / points.length
});
