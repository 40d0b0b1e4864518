/** How a general recogniser mistakes letters of OCR-B. Pure. */
import { ALPHABET_SIZE, letterIndex } from './alphabet';

/** Any letter for any other. */
const ANY = 2e-4;

/**
 * Seen, printed, and how often the one is given where the other is printed. Zero and O differ by a hair in OCR-B and a
 * general recogniser cannot tell them; the rest are shapes that blur or low resolution make alike.
 */
const PAIRS: readonly [string, string, number][] = [
	['O', '0', 0.2],
	['0', 'O', 0.2],
	['D', '0', 0.02],
	['0', 'D', 0.02],
	['Q', '0', 0.02],
	['0', 'Q', 0.01],
	['O', 'Q', 0.02],
	['O', 'D', 0.02],
	['D', 'O', 0.02],
	['I', '1', 0.06],
	['1', 'I', 0.06],
	['L', '1', 0.01],
	['T', '1', 0.005],
	['T', '7', 0.01],
	['1', '7', 0.004],
	['S', '5', 0.03],
	['5', 'S', 0.03],
	['B', '8', 0.03],
	['8', 'B', 0.03],
	['Z', '2', 0.03],
	['2', 'Z', 0.03],
	['G', '6', 0.02],
	['6', 'G', 0.02],
	['A', '4', 0.005],
	['K', '<', 0.08],
	['C', '<', 0.02],
	['S', '<', 0.01],
	['E', '<', 0.005],
	['L', '<', 0.005],
	['X', '<', 0.005],
	['<', 'K', 0.001],
	['<', 'C', 0.001],
	['<', 'X', 0.001],
	['U', 'V', 0.004],
	['V', 'U', 0.004],
	['V', 'Y', 0.004],
	['M', 'N', 0.002],
	['N', 'M', 0.002],
	['H', 'N', 0.002],
	['N', 'H', 0.002],
	['N', 'W', 0.004],
	['E', 'F', 0.002],
	['F', 'E', 0.002],
	['P', 'F', 0.002],
	['C', 'G', 0.005],
	['G', 'C', 0.005],
	['L', 'I', 0.004],
	['T', 'I', 0.004],
	['1', 'L', 0.004]
];

/** Row: the letter seen; column: the letter printed; each row sums to 1. */
const CONFUSION = buildConfusion();

function buildConfusion(): Float64Array {
	const matrix = new Float64Array(ALPHABET_SIZE * ALPHABET_SIZE).fill(ANY);
	for (const [seen, printed, share] of PAIRS) matrix[letterIndex(seen) * ALPHABET_SIZE + letterIndex(printed)] = share;
	for (let seen = 0; seen < ALPHABET_SIZE; seen++) {
		let others = 0;
		for (let c = 0; c < ALPHABET_SIZE; c++) if (c !== seen) others += matrix[seen * ALPHABET_SIZE + c] ?? 0;
		matrix[seen * ALPHABET_SIZE + seen] = 1 - others;
	}
	return matrix;
}

/** Log probability of each letter being printed at one place, from the probabilities of the letters seen there. */
export function printedLogs(seen: Float32Array): Float64Array {
	const out = new Float64Array(ALPHABET_SIZE);
	for (let printed = 0; printed < ALPHABET_SIZE; printed++) {
		let sum = 1e-9;
		for (let c = 0; c < ALPHABET_SIZE; c++) sum += (seen[c] ?? 0) * (CONFUSION[c * ALPHABET_SIZE + printed] ?? 0);
		out[printed] = Math.log(sum);
	}
	return out;
}

/** How much of PAIRS holds for the net that learned OCR-B (see letterNet): it tells most of them apart. */
const NET_SHARE = 0.25;

/** The same from what the net sees in a place. */
export function netLogs(seen: Float32Array): Float64Array {
	return printedLogs(seen).map((log, c) => Math.log((1 - NET_SHARE) * (seen[c] ?? 0) + NET_SHARE * Math.exp(log)));
}
