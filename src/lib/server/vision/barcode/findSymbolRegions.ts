import type { GreyImage } from '../image/pixels';
import { resizeGrey } from '../image/resize';
import type { Box } from '../types';

/** A part of the picture that is as densely striped as a symbol. */
export interface SymbolRegion {
	/** Upright rectangle around it, fractions of the picture. */
	box: Box;
	/** Radians clockwise, −π/4 … 3π/4: the direction across the bars, which is that of the symbol's rows unless it is seen aslant. */
	lean: number;
	/** Share of pixels that stand on a hard edge, 0…1. */
	density: number;
	/** Share of the picture. */
	area: number;
	/** Cells with dense cells all around them: none in a line of text, most in a symbol. */
	core: number;
}

/**
 * Where a PDF417, QR or Code 128 symbol may stand: cells in which most pixels stand on a hard edge, many together. Lines of
 * text have white between them and a portrait has few hard edges, so that a picture without a symbol mostly gives nothing,
 * for a hundredth of what it costs to look for one by decoding. Largest first. Pure.
 */
export function findSymbolRegions(picture: GreyImage): SymbolRegion[] {
	const cells = measureCells(shrunk(picture));
	const seen = new Uint8Array(cells.columns * cells.rows);
	const regions: SymbolRegion[] = [];
	for (let start = 0; start < seen.length; start++) {
		if (seen[start] === 1 || !isDense(cells, start)) continue;
		const region = describe(cells, connected(cells, start, seen));
		if (region !== null) regions.push(region);
	}
	return regions.sort((a, b) => b.area - a.area);
}

/** Large enough for 1.7 pixels a module of a symbol half as wide as the picture, 13 columns of PDF417. */
const LOOKING_SIDE = 1000;
const CELL = 12;
/** A step in grey between neighbours but one, of a range of 255 after the picture's own range is stretched: print on paper, not a guilloche. */
const HARD_STEP = 46;
/** Drawn symbols have 0.42 (sharp) to 0.65 (blurred by two pixels) on the whole; a cell at their edge has less. */
const DENSE_FROM = 0.34;
/**
 * Cells of a symbol with dense cells all around. On drawn cards lines of text have 0 or 1 (they are two or three cells high), a
 * PDF417 has 200 and more. A symbol with fewer is too small to be read in a picture of this size.
 */
const MIN_CORE_CELLS = 5;

interface Cells {
	columns: number;
	rows: number;
	/** Share of pixels on a hard edge, averaged with the neighbouring cells. */
	density: Float32Array;
	/** Edges that stand upright and edges that lie. */
	upright: Leans;
	lying: Leans;
}

/** Sums of a structure tensor a cell, its angle doubled: an edge from dark to light leans as one from light to dark does. */
interface Leans {
	cosine: Float32Array;
	sine: Float32Array;
}

function shrunk(picture: GreyImage): GreyImage {
	const longer = Math.max(picture.width, picture.height);
	if (longer <= LOOKING_SIDE) return picture;
	const scale = LOOKING_SIDE / longer;
	return resizeGrey(picture, picture.width * scale, picture.height * scale);
}

function measureCells({ width, height, data }: GreyImage): Cells {
	const columns = Math.floor(width / CELL);
	const rows = Math.floor(height / CELL);
	const own = new Float32Array(columns * rows);
	const leans = (): Leans => ({ cosine: new Float32Array(own.length), sine: new Float32Array(own.length) });
	const [upright, lying] = [leans(), leans()];
	const hard = HARD_STEP * (spread(data) / 255);
	for (let y = 1; y < Math.min(height - 1, rows * CELL); y++) {
		const row = Math.floor(y / CELL) * columns;
		for (let x = 1; x < Math.min(width - 1, columns * CELL); x++) {
			const at = y * width + x;
			const gx = (data[at + 1] as number) - (data[at - 1] as number);
			const gy = (data[at + width] as number) - (data[at - width] as number);
			if (gx < hard && gx > -hard && gy < hard && gy > -hard) continue;
			const cell = row + Math.floor(x / CELL);
			own[cell] = (own[cell] as number) + 1 / (CELL * CELL);
			const { cosine, sine } = gx * gx >= gy * gy ? upright : lying;
			cosine[cell] = (cosine[cell] as number) + gx * gx - gy * gy;
			sine[cell] = (sine[cell] as number) + 2 * gx * gy;
		}
	}
	return { columns, rows, density: smoothed(own, columns, rows), upright, lying };
}

/** Distance of the 2nd from the 98th percentile, at least 60: a dark blank picture has no hard steps. */
function spread(data: Uint8Array): number {
	const counts = new Uint32Array(256);
	for (let at = 0; at < data.length; at += 3) counts[data[at] as number] = (counts[data[at] as number] as number) + 1;
	const total = Math.ceil(data.length / 3);
	let low = 0;
	let high = 255;
	for (let below = counts[0] as number; low < 255 && below < total * 0.02; low++) below += counts[low + 1] as number;
	for (let above = counts[255] as number; high > 0 && above < total * 0.02; high--) above += counts[high - 1] as number;
	return Math.max(60, high - low);
}

/** Half a cell's own share, half that of its four neighbours: what stands alone is text. */
function smoothed(own: Float32Array, columns: number, rows: number): Float32Array {
	const at = (column: number, row: number): number =>
		own[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))] ?? 0;
	return own.map((share, cell) => {
		const [column, row] = [cell % columns, Math.floor(cell / columns)];
		const around = at(column - 1, row) + at(column + 1, row) + at(column, row - 1) + at(column, row + 1);
		return 0.5 * share + 0.125 * around;
	});
}

const AROUND = [-1, 0, 1] as const;

const isDense = ({ density }: Cells, cell: number): boolean => (density[cell] ?? 0) >= DENSE_FROM;

function connected(cells: Cells, start: number, seen: Uint8Array): number[] {
	const found = [start];
	seen[start] = 1;
	for (let index = 0; index < found.length; index++) {
		const cell = found[index] as number;
		const column = cell % cells.columns;
		for (const next of [
			column > 0 ? cell - 1 : -1,
			column < cells.columns - 1 ? cell + 1 : -1,
			cell - cells.columns,
			cell + cells.columns
		]) {
			if (next < 0 || next >= seen.length || seen[next] === 1 || !isDense(cells, next)) continue;
			seen[next] = 1;
			found.push(next);
		}
	}
	return found;
}

function describe(cells: Cells, members: readonly number[]): SymbolRegion | null {
	const columns = members.map((cell) => cell % cells.columns);
	const rows = members.map((cell) => Math.floor(cell / cells.columns));
	const [left, right] = [Math.min(...columns), Math.max(...columns) + 1];
	const [top, bottom] = [Math.min(...rows), Math.max(...rows) + 1];
	const own = new Set(members);
	const isCore = (cell: number): boolean =>
		AROUND.every((down) => AROUND.every((across) => own.has(cell + across + down * cells.columns)));
	const core = members.filter(isCore).length;
	if (core < MIN_CORE_CELLS) return null;
	const sum = (of: Float32Array): number => members.reduce((total, cell) => total + (of[cell] ?? 0), 0);
	return {
		box: {
			x: left / cells.columns,
			y: top / cells.rows,
			width: (right - left) / cells.columns,
			height: (bottom - top) / cells.rows
		},
		lean: leanOf(cells, sum),
		density: sum(cells.density) / members.length,
		area: members.length / (cells.columns * cells.rows),
		core
	};
}

/** Bars have more edges than the ends of bars: the stronger kind of edge gives the direction. */
function leanOf({ upright, lying }: Cells, sum: (of: Float32Array) => number): number {
	const standing = { cosine: sum(upright.cosine), sine: sum(upright.sine) };
	const flat = { cosine: -sum(lying.cosine), sine: -sum(lying.sine) };
	if (standing.cosine >= flat.cosine) return Math.atan2(standing.sine, standing.cosine) / 2;
	return Math.atan2(flat.sine, flat.cosine) / 2 + Math.PI / 2;
}
