/** Pure. Numbers of the face comparison as they are read: no more digits than were measured. */

export const shortNumber = (value: number): string => String(Math.round(value * 1000) / 1000);

/** A share as percent: `0.010 %`, `1.34 %`, `0 %`. */
export function rateText(share: number): string {
	const percent = share * 100;
	if (percent === 0) return '0 %';
	const digits = percent >= 1 ? 2 : percent >= 0.1 ? 2 : 3;
	return `${percent.toFixed(digits)} %`;
}

/** Where a rate stands on the logarithmic scale from 0.001 % (0) to 10 % (1); what is smaller, and zero, at its foot. */
export function rateHeight(share: number): number {
	const [low, high] = [-5, -1];
	return Math.min(1, Math.max(0, (Math.log10(Math.max(share, 10 ** low)) - low) / (high - low)));
}
