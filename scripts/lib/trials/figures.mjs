import { availableParallelism, loadavg } from 'node:os';

/** The value below which a share of the sorted numbers lies. @param {number[]} numbers @param {number} share */
export function quantile(numbers, share) {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** @param {number[]} ms */
export const spread = (ms) =>
	`p50 ${quantile(ms, 0.5).toFixed(1)} ms, p99 ${quantile(ms, 0.99).toFixed(1)} ms, max ${Math.max(...ms).toFixed(1)} ms`;

/** What else the machine was doing: without it a time says nothing. */
export const machine = () =>
	`${availableParallelism()} cores, Node ${process.versions.node}, load average ${loadavg()
		.map((load) => load.toFixed(2))
		.join(' ')}`;

/** Prints a bar and whether it was reached. @param {boolean} holds @param {string} text */
export function bar(holds, text) {
	console.log(`${holds ? 'reached    ' : 'NOT REACHED'}  ${text}`);
	return holds;
}
