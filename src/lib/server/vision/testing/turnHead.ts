/** Pure. A picture of a face laid over a generic head of three dimensions, turned, and seen again by the camera. */

import type { Point } from '../types';

/** Where a head is bent to, from how it was photographed. */
export interface HeadTurn {
	/** Degrees; positive turns the nose to the left edge of the picture, which is the person's own right. */
	yaw: number;
	/** Degrees; positive lowers the nose, as in a nod. */
	pitch: number;
}

export interface HeadPlace {
	/** Middle of the face, between brow and chin, in pixels. */
	x: number;
	y: number;
	/** Width of the face in pixels. */
	width: number;
	/** Tip of the nose from that middle, in face widths. */
	nose: { x: number; y: number };
}

/** Eight-bit RGBA, row by row. */
export interface Layer {
	width: number;
	height: number;
	data: Uint8ClampedArray;
}

/** Moves a place on the upright picture to where its colour is taken from: eyes that close, a mouth that smiles. */
export type Expression = (place: Point) => void;

/** Pixels between the corners of the net that is laid over the head. */
const STEP = 5;
/** Half-axes of the head in face widths: ears, crown and chin lie about there, and the brow is this far before the axis. */
const HEAD = { x: 0.66, y: 0.98, z: 0.72 };
const NOSE = { height: 0.17, x: 0.085, y: 0.13 };
/** Camera's distance in face widths: half a metre. */
const DISTANCE = 4;

/** The layer with its head turned; everything beyond the head stays where it is, the neck follows a little. */
export function turnHead(layer: Layer, place: HeadPlace, turn: HeadTurn, expression: Expression): Layer {
	const columns = Math.ceil(layer.width / STEP) + 1;
	const rows = Math.ceil(layer.height / STEP) + 1;
	const net = new Float32Array(columns * rows * 3);
	for (let row = 0, at = 0; row < rows; row++)
		for (let column = 0; column < columns; column++, at += 3)
			net.set(turnPoint(place, turn, column * STEP, row * STEP), at);
	const seen: Layer = {
		width: layer.width,
		height: layer.height,
		data: new Uint8ClampedArray(layer.data.length)
	};
	const depth = new Float32Array(layer.width * layer.height).fill(-Infinity);
	for (let row = 0; row + 1 < rows; row++)
		for (let column = 0; column + 1 < columns; column++) {
			const corner = (right: number, down: number): Corner => {
				const at = ((row + down) * columns + column + right) * 3;
				const [x = 0, y = 0, z = 0] = net.subarray(at, at + 3);
				return { x, y, z, u: (column + right) * STEP, v: (row + down) * STEP };
			};
			const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)];
			paintTriangle(layer, seen, depth, [a, b, c], expression);
			paintTriangle(layer, seen, depth, [b, d, c], expression);
		}
	return seen;
}

interface Corner {
	x: number;
	y: number;
	z: number;
	/** Where the corner lies on the upright picture. */
	u: number;
	v: number;
}

/** Where a point of the picture moves to, in pixels, and how near the camera it then is, in face widths. */
function turnPoint(place: HeadPlace, turn: HeadTurn, px: number, py: number): [number, number, number] {
	const x = (px - place.x) / place.width;
	const y = (py - place.y) / place.width;
	const reach = Math.hypot(x / HEAD.x, y / HEAD.y);
	const share = 1 - smoothstep(1.1, 1.75, reach);
	if (share === 0) return [px, py, -1];
	const bump = Math.exp(-((x - place.nose.x) ** 2) / (2 * NOSE.x ** 2) - (y - place.nose.y) ** 2 / (2 * NOSE.y ** 2));
	const z = HEAD.z * Math.sqrt(Math.max(0, 1 - reach * reach)) + NOSE.height * bump;
	const yaw = (-turn.yaw * share * Math.PI) / 180;
	const pitch = (turn.pitch * share * Math.PI) / 180;
	const across = x * Math.cos(yaw) + z * Math.sin(yaw);
	const inward = z * Math.cos(yaw) - x * Math.sin(yaw);
	const down = y * Math.cos(pitch) + inward * Math.sin(pitch);
	const near = inward * Math.cos(pitch) - y * Math.sin(pitch);
	const nearer = (DISTANCE - z) / (DISTANCE - near);
	return [place.x + across * nearer * place.width, place.y + down * nearer * place.width, near];
}

function smoothstep(from: number, to: number, value: number): number {
	const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
	return share * share * (3 - 2 * share);
}

function paintTriangle(
	from: Layer,
	to: Layer,
	depth: Float32Array,
	[a, b, c]: [Corner, Corner, Corner],
	expression: Expression
): void {
	const area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
	// A face of the net that looks away from the camera is not seen.
	if (area <= 0) return;
	const left = Math.max(0, Math.ceil(Math.min(a.x, b.x, c.x)));
	const right = Math.min(to.width - 1, Math.floor(Math.max(a.x, b.x, c.x)));
	const top = Math.max(0, Math.ceil(Math.min(a.y, b.y, c.y)));
	const bottom = Math.min(to.height - 1, Math.floor(Math.max(a.y, b.y, c.y)));
	const source = { x: 0, y: 0 };
	for (let y = top; y <= bottom; y++)
		for (let x = left; x <= right; x++) {
			const wb = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
			const wc = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
			const wa = 1 - wb - wc;
			if (wa < -1e-6 || wb < -1e-6 || wc < -1e-6) continue;
			const z = wa * a.z + wb * b.z + wc * c.z;
			const at = y * to.width + x;
			if (z < (depth[at] ?? 0)) continue;
			depth[at] = z;
			source.x = wa * a.u + wb * b.u + wc * c.u;
			source.y = wa * a.v + wb * b.v + wc * c.v;
			expression(source);
			copyPixel(from, source.x, source.y, to.data, at * 4);
		}
}

/** Bilinear, clamped to the edge. */
function copyPixel({ width, height, data }: Layer, u: number, v: number, to: Uint8ClampedArray, at: number): void {
	const x = Math.min(width - 1.001, Math.max(0, u));
	const y = Math.min(height - 1.001, Math.max(0, v));
	const [x0, y0] = [Math.floor(x), Math.floor(y)];
	const [fx, fy] = [x - x0, y - y0];
	const corner = (y0 * width + x0) * 4;
	const below = corner + width * 4;
	for (let channel = 0; channel < 4; channel++) {
		const upper = (data[corner + channel] ?? 0) * (1 - fx) + (data[corner + 4 + channel] ?? 0) * fx;
		const lower = (data[below + channel] ?? 0) * (1 - fx) + (data[below + 4 + channel] ?? 0) * fx;
		to[at + channel] = upper * (1 - fy) + lower * fy;
	}
}
