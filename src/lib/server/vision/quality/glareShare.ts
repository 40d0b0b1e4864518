import type { GreyImage } from '../image';

const TILE_SHIFT = 3;
const TILE = 1 << TILE_SHIFT;
const BURNT_OUT = 252;
/** A tile beside a reflection is still bright and has no dark stroke in it; beside white paper, print begins at once. */
const SOFT_MEAN = 170;
const SOFT_DARKEST = 100;
/** A reflection is ringed by its own fading light; white paper now and then borders on something pale. */
const SOFT_SHARE = 0.75;

/**
 * Share of the picture, 0…1, that reflections have burnt out: patches of white 8 × 8 tiles that stand clear of the picture's
 * edge and fade out softly. White paper and drawn backgrounds end hard, at print or at the picture's edge, and do not count.
 */
export function glareShareOf(grey: GreyImage): number {
	const tiles = measureTiles(grey);
	const seen = new Uint8Array(tiles.means.length);
	let burnt = 0;
	for (let start = 0; start < seen.length; start++) {
		if (seen[start] === 1 || (tiles.means[start] ?? 0) < BURNT_OUT) continue;
		const patch = growPatch(tiles, start, seen);
		const fades = patch.softBorder >= SOFT_SHARE * patch.border;
		if (!patch.touchesEdge && patch.size >= 4 && fades) burnt += patch.size;
	}
	return seen.length === 0 ? 0 : burnt / seen.length;
}

interface Tiles {
	columns: number;
	rows: number;
	means: Float32Array;
	darkest: Uint8Array;
}

function measureTiles({ width, height, data }: GreyImage): Tiles {
	const columns = Math.floor(width / TILE);
	const rows = Math.floor(height / TILE);
	const means = new Float32Array(columns * rows);
	const darkest = new Uint8Array(columns * rows).fill(255);
	for (let y = 0; y < rows * TILE; y++) {
		let at = y * width;
		for (let column = 0, tile = (y >> TILE_SHIFT) * columns; column < columns; column++, tile++) {
			let sum = 0;
			let least = darkest[tile] as number;
			for (const end = at + TILE; at < end; at++) {
				const value = data[at] as number;
				sum += value;
				if (value < least) least = value;
			}
			means[tile] = (means[tile] as number) + sum;
			darkest[tile] = least;
		}
	}
	for (let tile = 0; tile < means.length; tile++) means[tile] = (means[tile] ?? 0) / (TILE * TILE);
	return { columns, rows, means, darkest };
}

interface Patch {
	size: number;
	touchesEdge: boolean;
	border: number;
	softBorder: number;
}

/** Flood fill over burnt-out tiles; marks them in `seen` and counts what borders on them. */
function growPatch({ columns, rows, means, darkest }: Tiles, start: number, seen: Uint8Array): Patch {
	const patch: Patch = { size: 0, touchesEdge: false, border: 0, softBorder: 0 };
	const open = [start];
	seen[start] = 1;
	for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
		patch.size++;
		const column = tile % columns;
		const row = (tile - column) / columns;
		if (column === 0 || row === 0 || column === columns - 1 || row === rows - 1) {
			patch.touchesEdge = true;
			if (column === 0 || column === columns - 1) continue;
		}
		for (const neighbour of [tile - 1, tile + 1, tile - columns, tile + columns]) {
			const mean = means[neighbour];
			if (mean === undefined || seen[neighbour] === 1) continue;
			if (mean >= BURNT_OUT) {
				seen[neighbour] = 1;
				open.push(neighbour);
			} else {
				patch.border++;
				if (mean >= SOFT_MEAN && (darkest[neighbour] ?? 0) >= SOFT_DARKEST) patch.softBorder++;
			}
		}
	}
	return patch;
}
