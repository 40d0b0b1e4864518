/** Pure: the same sample always gives the same interval. Intervals of figures that are not plain shares (for those, errorRate). */
import { randomStream } from '../testing/random';

export interface Interval {
	value: number;
	/** 95 % bootstrap percentile interval (Efron 1979), of the cases as drawn again with replacement. */
	low: number;
	high: number;
	/** Cases that it rests on. */
	cases: number;
}

/** Resamples: enough for the second digit of a 95 % interval. */
const RESAMPLES = 1000;

/**
 * What a statistic gives on the sample, and between which values it lies when the cases are drawn again.
 * @param statistic null where it has no value (no cases of one kind, say)
 * @returns null where the statistic has no value on the sample itself
 */
export function bootstrapInterval<Case>(
	sample: readonly Case[],
	statistic: (sample: readonly Case[]) => number | null
): Interval | null {
	const value = statistic(sample);
	if (value === null) return null;
	const random = randomStream(sample.length);
	const values: number[] = [];
	for (let round = 0; round < RESAMPLES; round++) {
		const drawn = sample.map((own) => sample[Math.floor(random.next() * sample.length)] ?? own);
		const again = statistic(drawn);
		if (again !== null) values.push(again);
	}
	return { value, low: quantile(values, 0.025) ?? value, high: quantile(values, 0.975) ?? value, cases: sample.length };
}

/**
 * The value below which that share of the numbers lies, linear between neighbours (type 7 of Hyndman and Fan 1996).
 * @param share 0…1; 0.5 is the median
 */
export function quantile(numbers: readonly number[], share: number): number | null {
	const sorted = [...numbers].sort((a, b) => a - b);
	const at = (sorted.length - 1) * share;
	const below = sorted[Math.floor(at)];
	const above = sorted[Math.ceil(at)];
	return below === undefined || above === undefined ? null : below + (above - below) * (at - Math.floor(at));
}
