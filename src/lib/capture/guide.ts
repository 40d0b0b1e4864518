/** Pure. Where the frame stands on the screen, and which part of the camera's picture lies under it. */

export interface Rect {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Size {
	width: number;
	height: number;
}

export type GuideShape = 'card' | 'passport' | 'page' | 'face';

/** Width over height. ISO/IEC 7810 ID-1 is 85.60 × 53.98 mm, ICAO 9303 TD3 125 × 88 mm, a page ISO 216 A4, an oval face 3 : 4. */
const RATIOS: Record<GuideShape, number> = { card: 85.6 / 53.98, passport: 125 / 88, page: 210 / 297, face: 3 / 4 };

/** Share of the free width that the guide may take. */
const MAX_WIDTH: Record<GuideShape, number> = { card: 0.92, passport: 0.92, page: 0.92, face: 0.72 };

/**
 * How words and controls stand in a camera's view: above and below the guide on a phone that is held upright; closer together where
 * there is little height, e.g. at 200 % of zoom; beside the guide where there is more width than height.
 */
export type CameraLayout = 'tall' | 'small' | 'wide';

/** CSS pixels that words and controls take: above and below the guide, and on its right. */
export interface Room {
	top: number;
	bottom: number;
	side: number;
}

/** Below this height nothing fits under a guide on its side, in CSS pixels; above it the controls have room there. */
const WIDE_BELOW = 600;
const SMALL_BELOW = 520;
/** However small the view is, words and controls leave the guide the rest. */
const MAX_SHARE: Room = { top: 0.42, bottom: 0.26, side: 0.34 };

export function layoutOf({ width, height }: Size): CameraLayout {
	if (width > height && height < WIDE_BELOW) return 'wide';
	return height < SMALL_BELOW ? 'small' : 'tall';
}

/** The room of the view's own layout, cut where it would leave no guide. */
export function roomIn(view: Size, rooms: Record<CameraLayout, Room>): Room {
	const { top, bottom, side } = rooms[layoutOf(view)];
	return {
		top: Math.min(top, view.height * MAX_SHARE.top),
		bottom: Math.min(bottom, view.height * MAX_SHARE.bottom),
		side: Math.min(side, view.width * MAX_SHARE.side)
	};
}

/** The largest guide of that shape in the middle of what words and buttons leave free. */
export function placeGuide(view: Size, shape: GuideShape, { top, bottom, side }: Room): Rect {
	const freeWidth = Math.max(0, view.width - side);
	const freeHeight = Math.max(0, view.height - top - bottom);
	const width = Math.max(0, Math.min(freeWidth * MAX_WIDTH[shape], freeHeight * RATIOS[shape], 720));
	const height = width / RATIOS[shape];
	return { x: (freeWidth - width) / 2, y: top + (freeHeight - height) / 2, width, height };
}

/**
 * The part of a picture that a view rectangle shows, where the picture covers the view (`object-fit: cover`). Grown by `margin`
 * (share of the rectangle's size on every side) and cut to the picture. Whole pixels.
 */
export function viewToPicture(rect: Rect, view: Size, picture: Size, margin: number): Rect {
	const scale = Math.max(view.width / picture.width, view.height / picture.height);
	if (!Number.isFinite(scale) || scale <= 0) return { x: 0, y: 0, width: picture.width, height: picture.height };
	const offsetX = (picture.width * scale - view.width) / 2;
	const offsetY = (picture.height * scale - view.height) / 2;
	const left = (rect.x - rect.width * margin + offsetX) / scale;
	const top = (rect.y - rect.height * margin + offsetY) / scale;
	const right = (rect.x + rect.width * (1 + margin) + offsetX) / scale;
	const bottom = (rect.y + rect.height * (1 + margin) + offsetY) / scale;
	const x = Math.max(0, Math.floor(left));
	const y = Math.max(0, Math.floor(top));
	return {
		x,
		y,
		width: Math.max(1, Math.min(picture.width, Math.ceil(right)) - x),
		height: Math.max(1, Math.min(picture.height, Math.ceil(bottom)) - y)
	};
}

/** The size whose long side is at most `maxSide`, in whole pixels. Never enlarges. */
export function fitWithin({ width, height }: Size, maxSide: number): Size {
	const scale = Math.min(1, maxSide / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
