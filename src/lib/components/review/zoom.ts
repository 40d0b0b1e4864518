/** Pure. The part of a picture that a viewer shows, in the picture's own pixels. */
export interface Viewport {
	x: number;
	y: number;
	width: number;
	height: number;
}

interface Size {
	width: number;
	height: number;
}

export const MOST_ZOOM = 12;

/** Where a viewer looks, whatever the size of its picture: how far in, and about which point, in fractions of it. */
export interface Place {
	zoom: number;
	x: number;
	y: number;
}

export const WHOLE: Place = { zoom: 1, x: 0.5, y: 0.5 };

export const placeOf = (view: Viewport, size: Size): Place => ({
	zoom: zoomOf(view, size),
	x: (view.x + view.width / 2) / size.width,
	y: (view.y + view.height / 2) / size.height
});

export function viewOf({ zoom, x, y }: Place, size: Size): Viewport {
	const [width, height] = [size.width / zoom, size.height / zoom];
	return inside({ x: x * size.width - width / 2, y: y * size.height - height / 2, width, height }, size);
}

export const wholeOf = ({ width, height }: Size): Viewport => ({ x: 0, y: 0, width, height });

/** How far in: 1 shows the whole picture. */
export const zoomOf = (view: Viewport, size: Size): number => size.width / view.width;

/** Zooms by a factor so that the point (in picture pixels) stays where it is on the screen. */
export function zoomAt(view: Viewport, size: Size, factor: number, point: { x: number; y: number }): Viewport {
	const zoom = Math.min(MOST_ZOOM, Math.max(1, zoomOf(view, size) * factor));
	const width = size.width / zoom;
	const height = size.height / zoom;
	const x = point.x - ((point.x - view.x) / view.width) * width;
	const y = point.y - ((point.y - view.y) / view.height) * height;
	return inside({ x, y, width, height }, size);
}

/** Moves by picture pixels, never past the edge. */
export const pan = (view: Viewport, size: Size, dx: number, dy: number): Viewport =>
	inside({ ...view, x: view.x + dx, y: view.y + dy }, size);

function inside(view: Viewport, size: Size): Viewport {
	return {
		...view,
		x: Math.min(Math.max(0, view.x), size.width - view.width),
		y: Math.min(Math.max(0, view.y), size.height - view.height)
	};
}
