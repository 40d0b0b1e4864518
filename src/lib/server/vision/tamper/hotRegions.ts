import type { Box } from '../types';
import type { BlockGrid, BlockMap } from './blockStatistics';

/** The value that one block in 200 exceeds: a single odd block does not make a picture suspicious. */
export function peakOf(heat: BlockMap): number {
	const sorted = Float32Array.from(heat).sort();
	return sorted[Math.max(0, Math.ceil(sorted.length * 0.995) - 1)] ?? 0;
}

const MAX_REGIONS = 8;
const MIN_BLOCKS = 4;

/** Patches of neighbouring blocks at or above the line, hottest first. */
export function hotRegions(heat: BlockMap, grid: BlockGrid, line: number): { box: Box; score: number }[] {
	const { columns, rows } = grid;
	const seen = new Uint8Array(heat.length);
	const regions: { box: Box; score: number }[] = [];
	for (let start = 0; start < heat.length; start++) {
		if (seen[start] || (heat[start] as number) < line) continue;
		const patch = fill(heat, seen, grid, start, line);
		if (patch.length < MIN_BLOCKS) continue;
		const xs = patch.map((block) => block % columns);
		const ys = patch.map((block) => Math.floor(block / columns));
		const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
		regions.push({
			box: { x: left / columns, y: top / rows, width: (right - left) / columns, height: (bottom - top) / rows },
			score: patch.reduce((most, block) => Math.max(most, heat[block] as number), 0)
		});
	}
	return regions.sort((a, b) => b.score - a.score).slice(0, MAX_REGIONS);
}

function fill(heat: BlockMap, seen: Uint8Array, { columns, rows }: BlockGrid, start: number, line: number): number[] {
	const patch = [start];
	seen[start] = 1;
	for (let next = 0; next < patch.length; next++) {
		const block = patch[next] as number;
		const [x, y] = [block % columns, Math.floor(block / columns)];
		for (const [nx, ny] of [
			[x - 1, y],
			[x + 1, y],
			[x, y - 1],
			[x, y + 1]
		] as const) {
			if (nx < 0 || ny < 0 || nx >= columns || ny >= rows) continue;
			const other = ny * columns + nx;
			if (seen[other] || (heat[other] as number) < line) continue;
			seen[other] = 1;
			patch.push(other);
		}
	}
	return patch;
}
