/** Pure. How figures stand in a table: never without their interval. */
import { bootstrapInterval, errorRate, quantile, type Interval } from '$lib/server/vision/evaluation';

/** `14 of 33, 42.4 % (27.2 – 59.2)` */
export function share(part: number, whole: number): string {
	if (whole === 0) return '–';
	const { rate, low, high } = errorRate(part, whole);
	const percent = (value: number) => (value * 100).toFixed(whole >= 1000 ? 2 : 1);
	return `${part} of ${whole}, ${percent(rate)} % (${percent(low)} – ${percent(high)})`;
}

/** `412 (390 – 455)`, rounded to the digits given. */
export function figure(interval: Interval | null, digits = 0): string {
	if (interval === null) return '–';
	const { value, low, high } = interval;
	return `${value.toFixed(digits)} (${low.toFixed(digits)} – ${high.toFixed(digits)})`;
}

/** Median and 95th percentile of times in milliseconds, as two cells. */
export function times(ms: readonly number[], digits = 0): [string, string] {
	return [figure(quantileOf(ms, 0.5), digits), figure(quantileOf(ms, 0.95), digits)];
}

/** Median of ours over median of theirs, of pairs measured in turns on the same pictures: below 1 is faster. */
export function ratio(pairs: readonly { ours: number; theirs: number }[]): string {
	const interval = bootstrapInterval(pairs, (sample) => {
		const ours = quantile(
			sample.map((pair) => pair.ours),
			0.5
		);
		const theirs = quantile(
			sample.map((pair) => pair.theirs),
			0.5
		);
		return ours === null || theirs === null || theirs === 0 ? null : ours / theirs;
	});
	return figure(interval, 2);
}

export const quantileOf = (numbers: readonly number[], q: number): Interval | null =>
	bootstrapInterval(numbers, (sample) => quantile(sample, q));

export const meanOf = (numbers: readonly number[]): Interval | null =>
	bootstrapInterval(numbers, (sample) =>
		sample.length === 0 ? null : sample.reduce((sum, value) => sum + value, 0) / sample.length
	);
