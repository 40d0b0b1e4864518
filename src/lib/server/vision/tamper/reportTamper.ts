import type { GhostPortrait, RgbImage, TamperReport, TamperSignal } from '../types';
import { fusedScore } from './evidence';
import { ghostMismatch } from './ghostMismatch';
import { drawHeatmap } from './heatmap';
import { fusedMap, signalMaps, stackMaps } from './signalMaps';
import { tamperedRegions, type PlacedPart } from './tamperedRegions';
import type { TamperTraces } from './traceTamper';
import { writtenSignals, type Written } from './writtenSignals';

/** What is known of the picture's contents by now. Boxes are fractions of the picture that was traced. */
export interface TamperContents extends Written {
	image: RgbImage;
	/** Fields, portrait, zone: what a region may touch. */
	parts: readonly PlacedPart[];
	ghost: GhostPortrait | null;
}

/**
 * Completes the traces with what the printed text shows, and puts all signals into one score, one map, and regions that name
 * their signals and fields. Evidence for a person: it never proves anything, and a picture that was shrunk, screenshot or sent
 * through a messenger has lost most of it.
 */
export async function reportTamper(traces: TamperTraces, contents: TamperContents): Promise<TamperReport> {
	const blocks = traces.columns * traces.rows;
	if (blocks === 0) return { score: 0, signals: [], regions: [], heatmap: null, signalMaps: null };
	const written = writtenSignals(contents.image, contents);
	const signals = strongest([...traces.signals, ...written, ...ghostMismatch(contents.ghost)]);
	const maps = signalMaps(traces, signals);
	const [heatmap, stacked] = await Promise.all([drawHeatmap(traces, fusedMap(maps, blocks)), stackMaps(traces, maps)]);
	return {
		score: fusedScore(signals.map((signal) => signal.score)),
		signals,
		regions: tamperedRegions(signals, contents.parts),
		heatmap,
		signalMaps: stacked
	};
}

/** One signal a kind: where two searches look for the same kind of edit, the one that found more. */
function strongest(signals: readonly TamperSignal[]): TamperSignal[] {
	const byKind = new Map<TamperSignal['kind'], TamperSignal>();
	for (const signal of signals) {
		const other = byKind.get(signal.kind);
		if (other === undefined || signal.score > other.score) byKind.set(signal.kind, signal);
	}
	return [...byKind.values()];
}
