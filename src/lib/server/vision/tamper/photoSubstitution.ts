import type { TamperSignal } from '../types';
import { cubedScoreOf } from './evidence';
import type { PortraitTraces } from './portraitTraces';

/** Whether the portrait was laid over the finished picture: the trace that stands out most, by what originals reach. Pure. */
export function photoSubstitution(traces: PortraitTraces): TamperSignal {
	const score = cubedScoreOf(
		Math.max(
			(traces.foreignGrid - BY_CHANCE.foreignGrid) / SUSPICIOUS.foreignGrid,
			traces.offComb / SUSPICIOUS.offComb,
			traces.lifeless / SUSPICIOUS.lifeless,
			-traces.calmNoise / SUSPICIOUS.calmNoise,
			traces.pastedEdge / SUSPICIOUS.pastedEdge
		)
	);
	return { kind: 'photoSubstitution', score, regions: [{ box: traces.box, score }] };
}

const BY_CHANCE = { foreignGrid: 2.5 };
/**
 * Beyond chance, and beyond what 51 drawn originals reach (foreignGrid 4.6, offComb 0, lifeless 0.01, calmNoise −0.5): half of
 * the drawn swaps exceed one of them by far (foreignGrid 7 … 35, calmNoise −1.2 and less). pastedEdge: 52 originals reach 0.14,
 * swaps in 11 of 12 drawn photographs 0.3 … 1.
 */
const SUSPICIOUS = { foreignGrid: 2.5, offComb: 0.25, lifeless: 0.04, calmNoise: 0.9, pastedEdge: 0.3 };
