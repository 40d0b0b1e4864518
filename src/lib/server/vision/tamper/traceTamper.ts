import { toGrey, type GreyImage } from '../image/pixels';
import type { Box, RgbImage, TamperSignal } from '../types';
import { plainShare, smooth, transformBlocks, type BlockGrid, type BlockMap } from './blockStatistics';
import { measureCells } from './cells';
import { copyMove, type CopiedRegion } from './copyMove';
import { doubleCompression } from './doubleCompression';
import { cubedScoreOf, scoreOf, shareOf } from './evidence';
import { hotRegions, peakOf } from './hotRegions';
import { jpegGrid } from './jpegGrid';
import { paintedPaper } from './paintedPaper';
import { photoSubstitution } from './photoSubstitution';
import { portraitTraces, type Planes } from './portraitTraces';
import { recapturePeak } from './recapture';
import { residualMaps, type ResidualMaps } from './residualMaps';
import type { SignalMap } from './signalMaps';
import { TAMPER_SUSPECTED_AT } from './threshold';

/** What the pixels alone say, before anyone knows what is printed where. Plain values: it crosses threads. */
export interface TamperTraces {
	picture: { width: number; height: number };
	columns: number;
	rows: number;
	/** Maps of the signals that were traced block by block; no blocks where the picture is too small. */
	layers: SignalMap[];
	signals: TamperSignal[];
}

/**
 * Looks for traces of an edit or of a second capture. The same pixels always give the same traces.
 * @param original the bytes as uploaded, where they are a JPEG: its quantisation tables sharpen the search for a second save
 * @param face of the portrait, if one was found: what lies around it is compared with the page
 */
export function traceTamper(image: RgbImage, original?: Uint8Array, face?: Box): TamperTraces {
	if (isTooSmall(image)) return tracesOf(NO_GRID, image, [], []);
	const grey = toGrey(image);
	const { origin, steps } = jpegGrid(original, image);
	const grid = transformBlocks(grey, origin);
	const residuals = residualMaps(grid);
	const comb = doubleCompression(grid, steps);
	const layers = [noiseLayer(residuals, grid)];
	if (residuals.offSteps >= OFF_STEPS)
		layers.unshift(layer('errorLevel', residuals.errorLevel, grid, ERROR_LEVEL_PEAKS));
	if (comb !== null && comb.strength >= PLAIN_COMB) layers.push(layer('doubleCompression', comb.map, grid, COMB_PEAKS));
	const others = [
		copySignal(plainCopies(grey)),
		paintedSignal(grey),
		{ kind: 'recapture' as const, score: recaptureScore(recapturePeak(grey)), regions: [] },
		...portraitSignal({ grey, grid, comb, steps }, face)
	];
	return tracesOf(grid, image, layers, others);
}

/**
 * The same for a printed page, a photograph or a scan of it. A raster is how paper is printed, and white paper has too few
 * coefficients to tell a second save; error levels part it from the table that it lies on. None of that speaks against a page. Null where the picture has no noise to compare places
 * by, because it is a page as some program drew it, or was cleaned to plain white.
 */
export function tracePageTamper(image: RgbImage): TamperTraces | null {
	if (isTooSmall(image)) return null;
	const grey = toGrey(image);
	const grid = transformBlocks(grey);
	if (plainShare(grid) > MOSTLY_PLAIN) return null;
	return tracesOf(grid, image, [noiseLayer(residualMaps(grid), grid)], [copySignal(plainCopies(grey))]);
}

const isTooSmall = ({ width, height }: RgbImage): boolean => width < MIN_SIDE || height < MIN_SIDE;
const NO_GRID = { columns: 0, rows: 0 };

function tracesOf(
	{ columns, rows }: Pick<BlockGrid, 'columns' | 'rows'>,
	{ width, height }: RgbImage,
	layers: readonly Layer[],
	others: readonly TamperSignal[]
): TamperTraces {
	const signals = [...layers.map(({ signal }) => signal), ...others];
	const maps = layers.map(({ signal: { kind }, heat }) => ({ kind, heat }));
	return { picture: { width, height }, columns, rows, layers: maps, signals };
}

function paintedSignal(grey: GreyImage): TamperSignal {
	const found = paintedPaper(measureCells(grey));
	const score = found === null ? 0 : cubedScoreOf(found.evidence / PAINTED_EVIDENCE);
	return { kind: 'textEdit', score, regions: found === null ? [] : [{ box: found.box, score }] };
}

function portraitSignal(planes: Planes, face: Box | undefined): TamperSignal[] {
	const traces = face === undefined ? null : portraitTraces(planes, face);
	return traces === null ? [] : [photoSubstitution(traces)];
}

const noiseLayer = ({ noise }: ResidualMaps, grid: BlockGrid): Layer => layer('noise', noise, grid, NOISE_PEAKS);

/** The rows of a two-dimensional symbol begin and end alike: such matches have a density of 0.002 … 0.08. */
const plainCopies = (grey: GreyImage): CopiedRegion[] =>
	copyMove(grey).filter(({ likeness, support, density }) => likeness >= 0.97 && support >= 8 && density >= 0.1);

function copySignal(copies: CopiedRegion[]): TamperSignal {
	const regions = copies.slice(0, 6).map(({ box, support }) => ({ box, score: scoreOf(support / 8) }));
	return { kind: 'copyMove', score: regions[0]?.score ?? 0, regions };
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
/** 57 drawn originals reach 15 above or 12.5 below at most. */
const NOISE_PEAKS: Peaks = { above: 15.6, below: 13 };
/** Below, the error level says nothing: drawn originals saved at quality 75 and 76 have 0.08 … 0.29, at 77 0.54 … 0.60, above 0.75. */
const OFF_STEPS = 0.35;
/** Evidence that counts as TAMPER_SUSPECTED_AT: 47 drawn originals reach 57 at most, one public original of five 97. */
const PAINTED_EVIDENCE = 100;
const COMB_PEAKS: Peaks = { above: 0.55, below: Infinity };
/** Weaker combs come from rounding: drawn specimens saved twice at one quality reach 0.51. */
const PLAIN_COMB = 0.55;

interface Layer {
	signal: TamperSignal;
	/** 0…1 a block, TAMPER_SUSPECTED_AT at the peaks above. */
	heat: BlockMap;
}

function layer(kind: TamperSignal['kind'], map: BlockMap, grid: BlockGrid, peaks: Peaks): Layer {
	const smoothed = smooth(map, grid, 2, 6);
	const known = smoothed.filter((value) => !Number.isNaN(value)).sort();
	const centre = known[known.length >> 1] ?? 0;
	const heat = smoothed.map((value) => {
		if (Number.isNaN(value)) return 0;
		return scoreOf(Math.max((value - centre) / peaks.above, (centre - value) / peaks.below));
	});
	const score = cubedScoreOf(shareOf(peakOf(heat)));
	return { heat, signal: { kind, score, regions: hotRegions(heat, grid, TAMPER_SUSPECTED_AT) } };
}

/** Drawn screens and prints peak at 3.0 … 4.0, drawn originals at 0.9 … 1.6; one scanned original of five at 2.8. */
const recaptureScore = (peak: number | null): number =>
	peak === null ? 0 : cubedScoreOf(Math.max(0, (peak - 1.5) / 1.45));
