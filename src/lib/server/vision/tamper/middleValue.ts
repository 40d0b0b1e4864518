/** The middle one of the values, of two the larger; 0 where there is none. Pure. */
export function middleValue(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1] ?? 0;
}
