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
			-traces.calmNoise / SUSPICIOUS.calmNoise
		)
	);
	return { kind: 'photoSubstitution', score, regions: [{ box: traces.box, score }] };
}

const BY_CHANCE = { foreignGrid: 2.5 };
/** Beyond chance. */
const SUSPICIOUS = { foreignGrid: 1.7, offComb: 0.25, lifeless: 0.04, calmNoise: 0.9 };
