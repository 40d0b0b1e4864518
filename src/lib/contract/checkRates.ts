/**
 * Zod-free. How often a check errs at its line, for the scale beside its score. Presentation attacks and edits are copies of what was
 * measured: bench/RESULTS.md (given pictures) and vision/tamper/threshold.ts say how. A test holds each interval to its counts.
 */
export type RateKind = 'fmr' | 'fnmr' | 'apcer' | 'bpcer' | 'undecided' | 'flagged' | 'missed';

/** A share of 0…1 with its 95 % interval. */
export interface MeasuredRate {
	kind: RateKind;
	value: number;
	low: number;
	high: number;
}

export interface CheckRates {
	rates: readonly MeasuredRate[];
	/** Of what the rates were taken: how many of each. */
	measuredOn:
		| { kind: 'faces'; photographs: number; people: number }
		| { kind: 'presentations'; attacks: number; bonaFide: number }
		| { kind: 'documents'; originals: number; edited: number };
}

/** Prints alone: of replays there was one, too few to say anything. Tight webcam crops, of which the model leaves nearly all open. */
export const PRESENTATION_FIGURES = {
	model: 'face-liveness',
	modelSha256: 'cc13f97fa9dae0d83c7e0dbdd193e325e75c1af905fa36b06921f71c2dcc486a',
	threshold: 0.5,
	rates: [
		{ kind: 'apcer', value: 0, low: 0, high: 0.0233 },
		{ kind: 'bpcer', value: 0, low: 0, high: 0.0233 },
		{ kind: 'undecided', value: 0.9938, low: 0.9657, high: 0.9989 }
	],
	measuredOn: { kind: 'presentations', attacks: 161, bonaFide: 161 }
} as const satisfies CheckRates & { model: string; modelSha256: string; threshold: number };

/** Originals that were called edited, and edits of printed text that were not seen. Drawn documents. */
export const TAMPER_FIGURES = {
	threshold: 0.6,
	rates: [
		{ kind: 'flagged', value: 0, low: 0, high: 0.0876 },
		{ kind: 'missed', value: 0.3, low: 0.1807, high: 0.4543 }
	],
	measuredOn: { kind: 'documents', originals: 40, edited: 40 }
} as const satisfies CheckRates & { threshold: number };
