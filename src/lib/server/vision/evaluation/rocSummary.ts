/** Pure. Error rates of a comparison score against labels, in the words of ISO/IEC 19795-1. */
import { errorRate, type ErrorRate } from './errorRate';

export interface RocSummary {
	pairs: number;
	mated: number;
	nonMated: number;
	/** Share of pairs on the right side of bestThreshold, 0…1. */
	accuracy: number;
	/** Midpoint between the scores where accuracy is best; the lowest of several. Null without pairs. */
	bestThreshold: number | null;
	/** Area under the curve: chance that a mated pair scores above a non-mated one, ties half. Null without both kinds. */
	auc: number | null;
	/** Error rate where FMR and FNMR meet. Null without both kinds. */
	eer: number | null;
	/** FNMR at the lowest threshold whose FMR is at most 1e-3 (with under 1000 non-mated pairs: none at all). */
	fnmrAtFmr1e3: number | null;
}

/**
 * Higher scores mean more alike. A pair without a score (no face found) counts as a non-match at every threshold.
 * @param scores one a pair; null where there was nothing to compare
 * @param labels true for mated pairs
 */
export function rocSummary(scores: readonly (number | null)[], labels: readonly boolean[]): RocSummary {
	const filled = scores.map((score) => score ?? Number.NEGATIVE_INFINITY);
	const mated = filled.filter((_, index) => labels[index] === true).sort(ascending);
	const nonMated = filled.filter((_, index) => labels[index] !== true).sort(ascending);
	const points = thresholdsOf(filled).map((threshold) => ratesAt(threshold, mated, nonMated));
	const best = points.reduce<Rates | null>((a, b) => (a === null || b.right > a.right ? b : a), null);
	const both = mated.length > 0 && nonMated.length > 0;
	return {
		pairs: filled.length,
		mated: mated.length,
		nonMated: nonMated.length,
		accuracy: best === null || filled.length === 0 ? 0 : best.right / filled.length,
		bestThreshold: best?.threshold ?? null,
		auc: both ? areaUnderCurve(mated, nonMated) : null,
		eer: both ? equalErrorRate(points) : null,
		fnmrAtFmr1e3: both ? (points.find((point) => point.fmr <= 1e-3)?.fnmr ?? 1) : null
	};
}

/** Share of pairs that a fixed threshold decides rightly, 0…1; a missing score is a non-match. */
export function accuracyAt(threshold: number, scores: readonly (number | null)[], labels: readonly boolean[]): number {
	if (scores.length === 0) return 0;
	const right = scores.filter((score, index) => (score !== null && score >= threshold) === (labels[index] === true));
	return right.length / scores.length;
}

/** FMR and FNMR of a fixed threshold, each with its interval; a missing score is a non-match (and counts in the FNMR). */
export function errorRatesAt(
	threshold: number,
	scores: readonly (number | null)[],
	labels: readonly boolean[]
): { fmr: ErrorRate; fnmr: ErrorRate } {
	const matches = scores.map((score) => score !== null && score >= threshold);
	const mated = matches.filter((_, index) => labels[index] === true);
	const nonMated = matches.filter((_, index) => labels[index] !== true);
	return {
		fmr: errorRate(nonMated.filter((match) => match).length, nonMated.length),
		fnmr: errorRate(mated.filter((match) => !match).length, mated.length)
	};
}

interface Rates {
	threshold: number;
	fmr: number;
	fnmr: number;
	right: number;
}

const ascending = (a: number, b: number): number => a - b;

/** Midpoints between neighbouring scores, and one beyond the highest; ascending. */
function thresholdsOf(scores: readonly number[]): number[] {
	const distinct = [...new Set(scores)].filter(Number.isFinite).sort(ascending);
	const midpoints = distinct.map((score, index) =>
		index === 0 ? score : (score + (distinct[index - 1] ?? score)) / 2
	);
	const highest = distinct.at(-1);
	return highest === undefined ? [] : [...midpoints, highest + 1e-6];
}

function ratesAt(threshold: number, mated: readonly number[], nonMated: readonly number[]): Rates {
	const falseNonMatches = countBelow(mated, threshold);
	const falseMatches = nonMated.length - countBelow(nonMated, threshold);
	return {
		threshold,
		fmr: nonMated.length === 0 ? 0 : falseMatches / nonMated.length,
		fnmr: mated.length === 0 ? 0 : falseNonMatches / mated.length,
		right: mated.length - falseNonMatches + nonMated.length - falseMatches
	};
}

/** How many of the ascending values are below the limit. */
function countBelow(values: readonly number[], limit: number): number {
	let low = 0;
	let high = values.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((values[middle] ?? Number.POSITIVE_INFINITY) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Mann–Whitney: each mated score counts the non-mated below it, ties half. */
function areaUnderCurve(mated: readonly number[], nonMated: readonly number[]): number {
	const wins = mated.reduce((sum, score) => {
		const below = countBelow(nonMated, score);
		const belowOrEqual = countBelow(nonMated, nextAbove(score));
		return sum + below + (belowOrEqual - below) / 2;
	}, 0);
	return wins / (mated.length * nonMated.length);
}

const nextAbove = (value: number): number =>
	Number.isFinite(value) ? value + Math.abs(value) * 2 ** -52 + Number.MIN_VALUE : -Number.MAX_VALUE;

/** Where the rising FNMR crosses the falling FMR, linearly between the two thresholds around it. */
function equalErrorRate(points: readonly Rates[]): number {
	const index = points.findIndex((point) => point.fnmr >= point.fmr);
	const after = points[index];
	const before = points[index - 1];
	if (after === undefined) return 1;
	if (before === undefined) return (after.fmr + after.fnmr) / 2;
	const gapBefore = before.fmr - before.fnmr;
	const gapAfter = after.fnmr - after.fmr;
	const share = gapBefore + gapAfter > 0 ? gapBefore / (gapBefore + gapAfter) : 0;
	return before.fmr + (after.fmr - before.fmr) * share;
}
