/** Pure. Figures of a list of labelled pairs, in the words of ISO/IEC 19795-1. */
import { bootstrapInterval, rocSummary } from '$lib/server/vision/evaluation';
import { figure, share } from './cells';

export interface ScoredPair {
	mated: boolean;
	/** Higher = more alike; null where a face was not found on one of the two. */
	score: number | null;
}

/**
 * Failure to find a face apart, then the rest: accuracy at the best threshold of this very list (an upper bound, the same for all),
 * on the pairs with both faces found and on all of them (not found: a non-match), and FNMR at the lowest threshold with FMR ≤ 1e-3.
 */
export function pairCells(pairs: readonly ScoredPair[]): string[] {
	const found = pairs.filter(({ score }) => score !== null);
	return [
		share(pairs.length - found.length, pairs.length),
		accuracyCell(found),
		accuracyCell(pairs),
		share(...fnmrAtFmr1e3(found)),
		figure(
			bootstrapInterval(found, (sample) => summary(sample).auc),
			4
		)
	];
}

export const PAIR_COLUMNS = [
	'a face not found',
	'best-threshold accuracy, both found',
	'of all pairs',
	'FNMR at FMR ≤ 1e-3',
	'area under the curve'
];

/** `FMR …` and `FNMR …` at one fixed threshold; pairs without a score are left out, they are a failure to acquire. */
export function ratesAt(threshold: number, pairs: readonly ScoredPair[]): { fmr: string; fnmr: string } {
	const scores = (mated: boolean) =>
		pairs.flatMap((pair) => (pair.mated === mated && pair.score !== null ? [pair.score] : []));
	const [mated, nonMated] = [scores(true), scores(false)];
	return {
		fmr: share(nonMated.filter((score) => score >= threshold).length, nonMated.length),
		fnmr: share(mated.filter((score) => score < threshold).length, mated.length)
	};
}

function accuracyCell(pairs: readonly ScoredPair[]): string {
	return share(Math.round(summary(pairs).accuracy * pairs.length), pairs.length);
}

function fnmrAtFmr1e3(pairs: readonly ScoredPair[]): [number, number] {
	const { fnmrAtFmr1e3, mated } = summary(pairs);
	return [Math.round((fnmrAtFmr1e3 ?? 0) * mated), fnmrAtFmr1e3 === null ? 0 : mated];
}

const summary = (pairs: readonly ScoredPair[]) =>
	rocSummary(
		pairs.map(({ score }) => score),
		pairs.map(({ mated }) => mated)
	);

/** Cosine of two templates of unit length. */
export const cosine = (a: readonly number[], b: readonly number[]): number =>
	a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** Euclidean distance of two descriptors, turned so that higher is more alike. */
export const nearness = (a: readonly number[], b: readonly number[]): number =>
	-Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));
