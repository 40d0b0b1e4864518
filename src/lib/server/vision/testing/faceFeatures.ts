import type { Point } from '../types';
import type { PortraitId } from './portraits';
import type { Expression, HeadPlace } from './turnHead';

export interface FaceFeatures {
	/** Centres of both eyes as the viewer sees them, from the middle of the face, in face widths. */
	eyes: [Point, Point];
	/** From corner to corner, in face widths. */
	eyeWidth: number;
	nose: Point;
	mouth: Point;
	mouthWidth: number;
}

/** As the landmark model places them on the portraits, drawn upright. */
export const FACE_FEATURES: Partial<Record<PortraitId, FaceFeatures>> = {
	'adult-01': features([-0.307, -0.076, 0.112, -0.043], 0.176, [-0.184, 0.19], [-0.121, 0.387], 0.395),
	'adult-02': features([-0.154, -0.127, 0.185, -0.059], 0.136, [-0.044, 0.105], [-0.05, 0.286], 0.366),
	'adult-03': features([-0.162, -0.059, 0.314, -0.122], 0.198, [0.166, 0.206], [0.134, 0.382], 0.374),
	'adult-06': features([-0.293, -0.17, 0.156, -0.164], 0.185, [-0.128, 0.099], [-0.072, 0.337], 0.354),
	'adult-07': features([-0.16, -0.119, 0.311, -0.128], 0.2, [0.144, 0.183], [0.06, 0.367], 0.466),
	'adult-11': features([-0.23, -0.085, 0.293, -0.078], 0.205, [0.046, 0.312], [0.032, 0.488], 0.382)
};

function features(
	[leftX, leftY, rightX, rightY]: [number, number, number, number],
	eyeWidth: number,
	[noseX, noseY]: [number, number],
	[mouthX, mouthY]: [number, number],
	mouthWidth: number
): FaceFeatures {
	return {
		eyes: [
			{ x: leftX, y: leftY },
			{ x: rightX, y: rightY }
		],
		eyeWidth,
		nose: { x: noseX, y: noseY },
		mouth: { x: mouthX, y: mouthY },
		mouthWidth
	};
}

export interface Mimicry {
	/** 0 as photographed … 1 closed. */
	eyesClosed: number;
	/** −1 corners drawn in and down, 0 as photographed, 1 drawn out and up. */
	smile: number;
}

/** Closes the eyes by drawing the skin above them down to the lower lid, and moves the corners of the mouth. */
export function expressionOf(place: HeadPlace, face: FaceFeatures, { eyesClosed, smile }: Mimicry): Expression {
	const toPixels = (point: Point): Point => ({
		x: place.x + point.x * place.width,
		y: place.y + point.y * place.width
	});
	const eyes = face.eyes.map(toPixels);
	const eyeWidth = face.eyeWidth * place.width;
	const [leftEye = { x: 0, y: 0 }, rightEye = { x: 1, y: 0 }] = eyes;
	const tilt = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
	const across = { x: Math.cos(tilt), y: Math.sin(tilt) };
	const mouth = toPixels(face.mouth);
	const half = (face.mouthWidth * place.width) / 2;
	const corners = [-1, 1].map((side) => ({
		side,
		x: mouth.x + side * half * across.x,
		y: mouth.y + side * half * across.y
	}));
	// Beyond this nothing of an expression is left: most of the picture.
	const reach = 1.1 * place.width;
	return (at) => {
		const { x, y } = at;
		if (Math.abs(x - place.x) > reach || Math.abs(y - place.y) > reach) return;
		if (eyesClosed > 0)
			for (const eye of eyes) {
				const along = (x - eye.x) * across.x + (y - eye.y) * across.y;
				const down = (y - eye.y) * across.x - (x - eye.x) * across.y;
				const shift = lidShift(along / (eyeWidth / 2), down / (eyeWidth / 2), eyesClosed) * (eyeWidth / 2);
				at.x += shift * across.y;
				at.y -= shift * across.x;
			}
		if (smile !== 0)
			for (const corner of corners) {
				const near = Math.exp(-((x - corner.x) ** 2 + (y - corner.y) ** 2) / (2 * (half * 0.62) ** 2));
				at.x -= corner.side * near * smile * half * 0.3;
				at.y += near * smile * half * 0.24;
			}
	};
}

/** Heights in half eye widths: lids of an open eye, and how far above and below the skin gives way. */
const UPPER_LID = -0.52;
const LOWER_LID = 0.46;
const BROW = -1.5;

/** How far the skin at this place was drawn down, in half eye widths; `along` and `down` are from the eye's centre. */
function lidShift(along: number, down: number, closed: number): number {
	const width = 1 - (along / 1.35) ** 2;
	if (width <= 0) return 0;
	const lift = Math.sqrt(width);
	const [upper, lower] = [UPPER_LID * lift, LOWER_LID * lift];
	const lid = upper + (lower - upper) * closed * 0.97;
	if (down <= BROW || down >= lower) return 0;
	const source =
		down <= lid
			? BROW + ((down - BROW) / (lid - BROW)) * (upper - BROW)
			: upper + ((down - lid) / (lower - lid)) * (lower - upper);
	return down - source;
}
