/** Pure. */

export interface ErrorRate {
	errors: number;
	trials: number;
	rate: number;
	/** 95 % Wilson score interval: honest for small counts, never outside 0…1. */
	low: number;
	high: number;
}

/** A measured rate never goes without its interval. No trials: rate 0 with the interval 0…1. */
export function errorRate(errors: number, trials: number): ErrorRate {
	if (trials === 0) return { errors, trials, rate: 0, low: 0, high: 1 };
	const z = 1.959964;
	const rate = errors / trials;
	const scale = 1 + (z * z) / trials;
	const middle = (rate + (z * z) / (2 * trials)) / scale;
	const half = (z * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials))) / scale;
	return { errors, trials, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
