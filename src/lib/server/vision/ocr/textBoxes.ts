/**
 * Boxes of text from the detector's map of probabilities (DB: each text region is drawn shrunk, so boxes grow back
 * by area × ratio ÷ perimeter). Pure.
 */
import type { Point } from '../types';

/** Corners clockwise from the one that is top left when the longer side is read; pixels of the map. */
export type Quad = [Point, Point, Point, Point];

export interface TextBox {
	corners: Quad;
	/** Mean probability inside the region, 0…1. */
	score: number;
}

export interface TextBoxOptions {
	/** A pixel is text above this; 0.3 is what the detector was trained to be cut at. */
	pixelThreshold?: number;
	/** Regions whose mean probability is below are dropped. */
	boxThreshold?: number;
	/** How far a box grows back, as in the DB paper. */
	unclipRatio?: number;
	/** Boxes with a shorter side below this, in pixels of the map, are dropped. */
	minSide?: number;
	/** The strongest boxes kept, so that a page of noise stays cheap. */
	maxBoxes?: number;
}

export function findTextBoxes(
	map: Float32Array,
	width: number,
	height: number,
	options: TextBoxOptions = {}
): TextBox[] {
	const { pixelThreshold = 0.3, boxThreshold = 0.5, unclipRatio = 1.6, minSide = 3, maxBoxes = 300 } = options;
	const boxes: TextBox[] = [];
	for (const region of connectedRegions(map, width, height, pixelThreshold)) {
		if (region.size < 6 || region.sum / region.size < boxThreshold) continue;
		const rectangle = minAreaRectangle(convexHull(region.outline));
		if (!rectangle) continue;
		const grown = grow(rectangle, unclipRatio);
		if (Math.min(grown.width, grown.height) < minSide + 2) continue;
		boxes.push({ corners: cornersOf(grown), score: region.sum / region.size });
	}
	return boxes.sort((a, b) => b.score - a.score).slice(0, maxBoxes);
}

interface Region {
	size: number;
	sum: number;
	/** Leftmost and rightmost pixel of each row: all that a hull needs. */
	outline: Point[];
}

function connectedRegions(map: Float32Array, width: number, height: number, threshold: number): Region[] {
	const seen = new Uint8Array(width * height);
	const stack = new Int32Array(width * height);
	const regions: Region[] = [];
	for (let start = 0; start < map.length; start++) {
		if (seen[start] || (map[start] ?? 0) <= threshold) continue;
		const region: Region = { size: 0, sum: 0, outline: [] };
		const rows = new Map<number, [number, number]>();
		let top = 0;
		stack[top++] = start;
		seen[start] = 1;
		while (top > 0) {
			const at = stack[--top] ?? 0;
			const y = Math.floor(at / width);
			const x = at - y * width;
			region.size++;
			region.sum += map[at] ?? 0;
			const row = rows.get(y);
			if (!row) rows.set(y, [x, x]);
			else if (x < row[0]) row[0] = x;
			else if (x > row[1]) row[1] = x;
			for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
				for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
					const next = at + dy * width + dx;
					if (seen[next] || (map[next] ?? 0) <= threshold) continue;
					seen[next] = 1;
					stack[top++] = next;
				}
			}
		}
		for (const [y, [left, right]] of rows)
			region.outline.push({ x: left, y }, { x: right + 1, y }, { x: left, y: y + 1 }, { x: right + 1, y: y + 1 });
		regions.push(region);
	}
	return regions;
}

/** Andrew's monotone chain; counter-clockwise in a y-up world. */
export function convexHull(points: readonly Point[]): Point[] {
	const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
	const half = (input: readonly Point[]) => {
		const chain: Point[] = [];
		for (const point of input) {
			for (;;) {
				const b = chain[chain.length - 1];
				const a = chain[chain.length - 2];
				if (!a || !b || (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0) break;
				chain.pop();
			}
			chain.push(point);
		}
		chain.pop();
		return chain;
	};
	return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

/** Centre, size along the reading direction and across it, and that direction in radians (−π/4 … π/4, or ±π/2 ± that). */
export interface Rectangle {
	centre: Point;
	width: number;
	height: number;
	angle: number;
}

/** The smallest rectangle around a convex hull: one of its sides lies on an edge of the hull. */
export function minAreaRectangle(hull: readonly Point[]): Rectangle | null {
	let best: Rectangle | null = null;
	for (let i = 0; i < hull.length; i++) {
		const a = hull[i];
		const b = hull[(i + 1) % hull.length];
		if (!a || !b) continue;
		const angle = Math.atan2(b.y - a.y, b.x - a.x);
		const candidate = rectangleAt(hull, angle);
		if (candidate && (!best || candidate.width * candidate.height < best.width * best.height)) best = candidate;
	}
	return best && turnToReading(best);
}

function rectangleAt(hull: readonly Point[], angle: number): Rectangle | null {
	const cos = Math.cos(angle);
	const sin = Math.sin(angle);
	let [u0, u1, v0, v1] = [Infinity, -Infinity, Infinity, -Infinity];
	for (const { x, y } of hull) {
		const u = x * cos + y * sin;
		const v = y * cos - x * sin;
		u0 = Math.min(u0, u);
		u1 = Math.max(u1, u);
		v0 = Math.min(v0, v);
		v1 = Math.max(v1, v);
	}
	if (!(u1 - u0 > 1e-6 && v1 - v0 > 1e-6)) return null;
	const u = (u0 + u1) / 2;
	const v = (v0 + v1) / 2;
	return { centre: { x: u * cos - v * sin, y: u * sin + v * cos }, width: u1 - u0, height: v1 - v0, angle };
}

/** Brings the angle to −π/4…π/4: then width runs to the right, and height downwards, whatever the longer side is. */
function turnToReading(rectangle: Rectangle): Rectangle {
	const quarters = Math.round(rectangle.angle / (Math.PI / 2));
	const swap = quarters % 2 !== 0;
	return {
		centre: rectangle.centre,
		width: swap ? rectangle.height : rectangle.width,
		height: swap ? rectangle.width : rectangle.height,
		angle: rectangle.angle - (quarters * Math.PI) / 2
	};
}

function grow(rectangle: Rectangle, ratio: number): Rectangle {
	const { width, height } = rectangle;
	const distance = (width * height * ratio) / (2 * (width + height));
	return { ...rectangle, width: width + 2 * distance, height: height + 2 * distance };
}

export function cornersOf({ centre, width, height, angle }: Rectangle): Quad {
	const along = { x: (Math.cos(angle) * width) / 2, y: (Math.sin(angle) * width) / 2 };
	const down = { x: (-Math.sin(angle) * height) / 2, y: (Math.cos(angle) * height) / 2 };
	return [
		{ x: centre.x - along.x - down.x, y: centre.y - along.y - down.y },
		{ x: centre.x + along.x - down.x, y: centre.y + along.y - down.y },
		{ x: centre.x + along.x + down.x, y: centre.y + along.y + down.y },
		{ x: centre.x - along.x + down.x, y: centre.y - along.y + down.y }
	];
}
