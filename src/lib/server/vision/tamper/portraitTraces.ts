/** Whether the portrait has another history than the page around it. Pure. */
import type { GreyImage } from '../image/pixels';
import type { Box } from '../types';
import type { BlockGrid, BlockMap } from './blockStatistics';
import type { CombMap } from './doubleCompression';
import { foreignGrid } from './foreignGrid';
import { pastedEdge } from './pastedEdge';
import { portraitPlace } from './portraitPlace';

export interface PortraitTraces {
	box: Box;
	/** Standard deviations by which the steps of another JPEG's blocks stand out; about 2.5 by chance. */
	foreignGrid: number;
	/** How much farther from the first save's steps than the page is, −2 … 2; above 0 it did not see that save. 0 where unknown. */
	offComb: number;
	/** Share of blocks without any detail at all, less that of the page: noise that a camera leaves everywhere is missing. */
	lifeless: number;
	/** Logarithm of the calmest blocks' noise, less that of the page's calmest blocks. */
	calmNoise: number;
	/** How much more of its sides is a step of one pixel than of the page's strokes, 0…1. */
	pastedEdge: number;
}

export interface Planes {
	grey: GreyImage;
	grid: BlockGrid;
	comb: CombMap | null;
	/** Luminance steps of the last save, row by row; null where unknown. */
	steps: readonly number[] | null;
}

/** Compares what lies around a face with the rest of the page. Null where either is too small to tell. */
export function portraitTraces(planes: Planes, face: Box): PortraitTraces | null {
	const { grey, grid } = planes;
	const inner = grown(face, { sideways: 0.25, upright: 0.2 });
	const outer = grown(face, { sideways: 1, upright: 0.7 });
	const [portrait, page] = [blocksOf(grid, inner), blocksOutside(grid, outer)];
	if (portrait.length < LEAST_BLOCKS || page.length < 2 * LEAST_BLOCKS) return null;
	const differ = (measure: (blocks: readonly number[]) => number): number => measure(portrait) - measure(page);
	const { comb } = planes;
	return {
		box: portraitPlace(grey, face),
		foreignGrid: foreignGrid(grey, pixelsOf(inner, grey), grid.origin) ?? 0,
		offComb: comb === null ? 0 : differ((blocks) => meanOf(comb.map, blocks)),
		lifeless: differ((blocks) => lifelessShare(grid, planes.steps, blocks)),
		calmNoise: differ((blocks) => calmNoise(grid, blocks)),
		pastedEdge: pastedEdge(grey, face)
	};
}

const LEAST_BLOCKS = 40;

/** By shares of its own width and height, to each side. */
const grown = (box: Box, { sideways, upright }: { sideways: number; upright: number }): Box => ({
	x: box.x - sideways * box.width,
	y: box.y - upright * box.height,
	width: box.width * (1 + 2 * sideways),
	height: box.height * (1 + 2 * upright)
});

const pixelsOf = ({ x, y, width, height }: Box, picture: GreyImage) => ({
	left: Math.max(0, Math.round(x * picture.width)),
	top: Math.max(0, Math.round(y * picture.height)),
	right: Math.min(picture.width, Math.round((x + width) * picture.width)),
	bottom: Math.min(picture.height, Math.round((y + height) * picture.height))
});

function blocksOf(grid: BlockGrid, box: Box): number[] {
	const blocks: number[] = [];
	for (let block = 0; block < grid.columns * grid.rows; block++) if (lies(grid, block, box)) blocks.push(block);
	return blocks;
}

/** The page is what lies beside the portrait. */
function blocksOutside(grid: BlockGrid, box: Box): number[] {
	const blocks: number[] = [];
	const page = grown(box, { sideways: 0.8, upright: 0.2 });
	for (let block = 0; block < grid.columns * grid.rows; block++)
		if (lies(grid, block, page) && !lies(grid, block, box)) blocks.push(block);
	return blocks;
}

function lies({ columns, step, picture }: BlockGrid, block: number, box: Box): boolean {
	const x = ((block % columns) * step + 4) / picture.width;
	const y = (Math.floor(block / columns) * step + 4) / picture.height;
	return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

function meanOf(map: BlockMap, blocks: readonly number[]): number {
	let [sum, count] = [0, 0];
	for (const block of blocks) {
		const value = map[block] as number;
		if (Number.isNaN(value)) continue;
		sum += value;
		count++;
	}
	return count === 0 ? 0 : sum / count;
}

/** Half a step of quality 90 or so, where the picture's own steps are not known. */
const HALF_STEP = 2;

function lifelessShare(grid: BlockGrid, steps: readonly number[] | null, blocks: readonly number[]): number {
	let lifeless = 0;
	for (const block of blocks) {
		let isAlive = false;
		for (let index = 1; index < 64 && !isAlive; index++) {
			const value = Math.abs(grid.coefficients[block * 64 + index] as number);
			isAlive = value > (steps === null ? HALF_STEP : (steps[index] as number) / 2);
		}
		if (!isAlive) lifeless++;
	}
	return lifeless / blocks.length;
}

/** Mean logarithm of the middle frequencies' energy in the fifth of the blocks that has the least in the low ones. */
function calmNoise(grid: BlockGrid, blocks: readonly number[]): number {
	const energies = blocks.map((block) => energyOf(grid, block));
	energies.sort((a, b) => a.low - b.low);
	const calm = energies.slice(0, Math.max(10, energies.length / 5));
	return calm.reduce((sum, { middle }) => sum + Math.log(0.1 + middle), 0) / calm.length;
}

function energyOf({ coefficients }: BlockGrid, block: number): { low: number; middle: number } {
	let [low, middle] = [0, 0];
	for (let index = 1; index < 64; index++) {
		const order = (index >> 3) + (index & 7);
		const value = coefficients[block * 64 + index] as number;
		if (order <= 2) low += value * value;
		else if (order <= 7) middle += value * value;
	}
	return { low, middle };
}
