/** Pure. Durations counted in steps of 5 %: a few hundred counters hold the median of any number of sessions, to within 2.5 %. */
import type { Times } from '$lib/contract/insight';

const STEP = 1.05;
const LEAST_MS = 1000;

/** 0: up to a second. */
export const bucketOf = (ms: number): number =>
	ms <= LEAST_MS ? 0 : Math.ceil(Math.log(ms / LEAST_MS) / Math.log(STEP));

/** The middle of a bucket, in ms. */
const middleOf = (bucket: number): number => Math.round(LEAST_MS * STEP ** (bucket - 0.5));

/** @param counts bucket → how many */
export function timesOf(counts: ReadonlyMap<number, number>): Times {
	const sorted = [...counts].sort(([a], [b]) => a - b);
	const count = sorted.reduce((sum, [, n]) => sum + n, 0);
	const quantile = (share: number): number | null => {
		let left = share * count;
		for (const [bucket, n] of sorted) if ((left -= n) <= 0) return middleOf(bucket);
		return null;
	};
	return { count, medianMs: quantile(0.5), p90Ms: quantile(0.9) };
}
