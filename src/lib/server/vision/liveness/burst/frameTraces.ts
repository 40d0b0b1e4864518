/** Pure. Whether frames are pictures of a moment each: a live sensor never gives the same picture twice. */
import type { RgbImage } from '../../types';

/** Luma at every fourth pixel of every fourth row, unfiltered: filtering would take away the noise that tells frames apart. */
export function sampleLuma({ width, height, data }: RgbImage): Float32Array {
	const columns = Math.floor(width / STEP);
	const rows = Math.floor(height / STEP);
	const luma = new Float32Array(columns * rows);
	for (let row = 0, to = 0; row < rows; row++)
		for (let column = 0; column < columns; column++, to++) {
			const from = (row * STEP * width + column * STEP) * 3;
			luma[to] = 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0);
		}
	return luma;
}

const STEP = 4;

/**
 * Mean difference of luma below which two frames are one picture. The same picture through the same encoder differs by 0; a
 * person who keeps still before a webcam (a public clip of 62 frames) by 0.18 and more, drawn ones with a sensor's noise by
 * more than 1.
 */
export const SAME_PICTURE = 0.05;

export interface FrameTrace {
	change: number | null;
	repeatOf: number | null;
}

/** How every frame differs from the one before, and which earlier picture it repeats after something else was seen. */
export function traceFrames(lumas: readonly Float32Array[]): FrameTrace[] {
	return lumas.map((luma, index) => {
		const before = lumas[index - 1];
		const change = before === undefined ? null : difference(luma, before, Infinity);
		return { change, repeatOf: change !== null && change <= SAME_PICTURE ? null : findEarlier(lumas, luma, index) };
	});
}

function findEarlier(lumas: readonly Float32Array[], luma: Float32Array, index: number): number | null {
	for (let earlier = 0; earlier < index - 1; earlier++) {
		const other = lumas[earlier];
		if (other !== undefined && difference(luma, other, SAME_PICTURE) <= SAME_PICTURE) return earlier;
	}
	return null;
}

/** Mean absolute difference; stops once it must exceed `enough`. Pictures of two sizes are never the same. */
function difference(a: Float32Array, b: Float32Array, enough: number): number {
	if (a.length !== b.length || a.length === 0) return 255;
	const limit = enough * a.length;
	let sum = 0;
	for (let index = 0; index < a.length; index++) {
		sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
		if (sum > limit) return Infinity;
	}
	return sum / a.length;
}
