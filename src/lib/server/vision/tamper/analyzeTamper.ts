import { toGrey, type GreyImage } from '../image/pixels';
import type { RgbImage, TamperReport, TamperSignal } from '../types';
import { plainShare, smooth, transformBlocks, type BlockGrid, type BlockMap } from './blockStatistics';
import { measureCells } from './cells';
import { copiedLetters } from './copiedLetters';
import { copyMove, type CopiedRegion } from './copyMove';
import { doubleCompression, luminanceSteps } from './doubleCompression';
import { drawHeatmap } from './heatmap';
import { hotRegions, peakOf } from './hotRegions';
import { paintedPaper } from './paintedPaper';
import { recapturePeak } from './recapture';
import { residualMaps, type ResidualMaps } from './residualMaps';
import { TAMPER_SUSPECTED_AT } from './threshold';

/**
 * Looks for traces of an edit or of a second capture. Evidence for a person: it never proves anything, and a picture that was
 * shrunk, screenshot or sent through a messenger has lost most of it. The same pixels always give the same report.
 * @param original the bytes as uploaded, where they are a JPEG: its quantisation tables sharpen the search for a second save
 */
export async function analyzeTamper(image: RgbImage, original?: Uint8Array): Promise<TamperReport> {
	if (image.width < MIN_SIDE || image.height < MIN_SIDE) return { score: 0, signals: [], heatmap: null };
	const grey = toGrey(image);
	const grid = transformBlocks(grey);
	const residuals = residualMaps(grid);
	const layers = [noiseLayer(residuals, grid)];
	if (residuals.offSteps >= OFF_STEPS)
		layers.unshift(layer('errorLevel', residuals.errorLevel, grid, ERROR_LEVEL_PEAKS));
	const comb = doubleCompression(grid, original === undefined ? null : luminanceSteps(original));
	if (comb !== null && comb.strength >= PLAIN_COMB) layers.push(layer('doubleCompression', comb.map, grid, COMB_PEAKS));
	const recapture = recaptureScore(recapturePeak(grey));
	const others = [
		lettersSignal(grey),
		paintedSignal(grey),
		{ kind: 'recapture' as const, score: recapture, regions: [] }
	];
	return report(grid, layers, plainCopies(grey), others);
}

/**
 * The same for a printed page, a photograph or a scan of it. A raster is how paper is printed, and white paper has too few
 * coefficients to tell a second save; error levels part it from the table that it lies on. None of that speaks against a page. Null where the picture has no noise to compare places
 * by, because it is a page as some program drew it, or was cleaned to plain white.
 */
export async function analyzePageTamper(image: RgbImage): Promise<TamperReport | null> {
	if (image.width < MIN_SIDE || image.height < MIN_SIDE) return null;
	const grey = toGrey(image);
	const grid = transformBlocks(grey);
	if (plainShare(grid) > MOSTLY_PLAIN) return null;
	return report(grid, [noiseLayer(residualMaps(grid), grid)], plainCopies(grey), []);
}

/** Letters copied along a line: the same kind of edit as a copied patch, found by other means. */
function lettersSignal(grey: GreyImage): TamperSignal {
	const found = copiedLetters(grey);
	const score = found === null ? 0 : scoreOf((found.evidence / LETTERS_EVIDENCE) ** 3);
	return { kind: 'copyMove', score, regions: found === null ? [] : found.boxes.map((box) => ({ box, score })) };
}

function paintedSignal(grey: GreyImage): TamperSignal {
	const found = paintedPaper(measureCells(grey));
	const score = found === null ? 0 : scoreOf((found.evidence / PAINTED_EVIDENCE) ** 3);
	return { kind: 'textEdit', score, regions: found === null ? [] : [{ box: found.box, score }] };
}

const noiseLayer = ({ noise }: ResidualMaps, grid: BlockGrid): Layer => layer('noise', noise, grid, NOISE_PEAKS);

/** The rows of a two-dimensional symbol begin and end alike: such matches have a density of 0.002 … 0.08. */
const plainCopies = (grey: GreyImage): CopiedRegion[] =>
	copyMove(grey).filter(({ likeness, support, density }) => likeness >= 0.97 && support >= 8 && density >= 0.1);

async function report(
	grid: BlockGrid,
	layers: readonly Layer[],
	copies: CopiedRegion[],
	others: readonly TamperSignal[]
): Promise<TamperReport> {
	const signals: TamperSignal[] = [
		...layers.map(({ kind, heat }) => ({
			kind,
			score: peakOf(heat),
			regions: hotRegions(heat, grid, TAMPER_SUSPECTED_AT)
		})),
		...strongestCopies(copySignal(copies), others)
	];
	const score = Math.max(...signals.map((signal) => signal.score));
	return {
		score,
		signals,
		heatmap: await drawHeatmap(
			grid,
			layers.map(({ heat }) => heat),
			signals.flatMap(({ kind, regions }) => (PAINTED_AS_BOXES.has(kind) ? regions : []))
		)
	};
}

/** Signals that know their place to the pixel: drawn as boxes, once they reach the line. */
const PAINTED_AS_BOXES: ReadonlySet<TamperSignal['kind']> = new Set(['copyMove', 'textEdit']);

/** One signal a kind: of the two searches for copies the one that found more. */
function strongestCopies(patches: TamperSignal, others: readonly TamperSignal[]): TamperSignal[] {
	const letters = others.find(({ kind }) => kind === 'copyMove');
	const stronger = letters !== undefined && letters.score > patches.score ? letters : patches;
	return [stronger, ...others.filter(({ kind }) => kind !== 'copyMove')];
}

/** Below this there are too few blocks for statistics. */
const MIN_SIDE = 96;
/**
 * Share of plain blocks. Measured: 0.91 … 0.95 on pages drawn by a program, also after a save as JPEG; at most 0.09 on photographs
 * and scans of them saved at quality 85 and above. At 75 and below the save itself leaves no noise (0.56 … 0.94).
 */
const MOSTLY_PLAIN = 0.5;

/**
 * Peaks (largest smoothed deviation, in the map's own units, above and below the page's median) that count as TAMPER_SUSPECTED_AT.
 * Set just beyond what authentic drawn specimens and scans reach; see threshold.ts for the error rates there.
 */
interface Peaks {
	above: number;
	below: number;
}
const ERROR_LEVEL_PEAKS: Peaks = { above: 1.7, below: 3.2 };
const NOISE_PEAKS: Peaks = { above: 12, below: 10 };
/** Below, the error level says nothing: drawn originals saved at quality 75 and 76 have 0.08 … 0.29, at 77 0.54 … 0.60, above 0.75. */
const OFF_STEPS = 0.35;
/**
 * Evidence that counts as TAMPER_SUSPECTED_AT, set on drawn seeds 1 … 40 and 101 … 136. Taken to the third power, because what is
 * left of an original below the line says next to nothing and must not outweigh a weaker signal.
 */
const PAINTED_EVIDENCE = 130;
const LETTERS_EVIDENCE = 6;
const COMB_PEAKS: Peaks = { above: 0.55, below: Infinity };
/** Weaker combs come from rounding: drawn specimens saved twice at one quality reach 0.51. */
const PLAIN_COMB = 0.55;

interface Layer {
	kind: 'errorLevel' | 'noise' | 'doubleCompression';
	/** 0…1 a block, TAMPER_SUSPECTED_AT at the peaks above. */
	heat: BlockMap;
}

function layer(kind: Layer['kind'], map: BlockMap, grid: BlockGrid, peaks: Peaks): Layer {
	const smoothed = smooth(map, grid, 2, 6);
	const known = smoothed.filter((value) => !Number.isNaN(value)).sort();
	const centre = known[known.length >> 1] ?? 0;
	const heat = smoothed.map((value) => {
		if (Number.isNaN(value)) return 0;
		const share = Math.max((value - centre) / peaks.above, (centre - value) / peaks.below);
		return scoreOf(share);
	});
	return { kind, heat };
}

/** 0 at nothing, TAMPER_SUSPECTED_AT at 1, towards 1 beyond. */
const scoreOf = (share: number): number => {
	if (share <= 0) return 0;
	return share < 1 ? TAMPER_SUSPECTED_AT * share : 1 - (1 - TAMPER_SUSPECTED_AT) / share;
};

function copySignal(copies: CopiedRegion[]): TamperSignal {
	const regions = copies.slice(0, 6).map(({ box, support }) => ({ box, score: scoreOf(support / 8) }));
	return { kind: 'copyMove', score: regions[0]?.score ?? 0, regions };
}

/**
 * Drawn screens and prints peak at 3.0 … 4.0, drawn originals at 0.9 … 1.6; one scanned original of five at 2.8. To the third power
 * below the line, for the same reason as above.
 */
function recaptureScore(peak: number | null): number {
	const share = peak === null ? 0 : Math.max(0, (peak - 1.5) / 1.45);
	return scoreOf(share < 1 ? share ** 3 : share);
}
