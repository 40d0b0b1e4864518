/**
 * Which letter of OCR-B a cell shows: two convolutions and two dense layers, trained on drawn zones (training/), 0.1 ms a
 * cell. A general recogniser never learned OCR-B's own shapes; this one knows nothing else. Pure.
 */
import { ALPHABET_SIZE } from './alphabet';
import { CELL_AREA, CELL_SIZE } from './letterCell';

/** The letters of MRZ_ALPHABET, then "no letter": bare paper, a letter cut in two, an edge. */
export const NET_CLASSES = ALPHABET_SIZE + 1;
export const NO_LETTER = ALPHABET_SIZE;

export const FIRST = { kernel: 5, from: 1, to: 8, size: CELL_SIZE / 2 } as const;
export const SECOND = { kernel: 3, from: FIRST.to, to: 24, size: FIRST.size / 2 } as const;
export const FLAT = SECOND.size * SECOND.size * SECOND.to;
export const HIDDEN = 64;

/** Weights of a convolution run kernel row, kernel column, from, to; of a dense layer from, to. */
export interface NetWeights {
	first: Float32Array;
	firstBias: Float32Array;
	second: Float32Array;
	secondBias: Float32Array;
	third: Float32Array;
	thirdBias: Float32Array;
	last: Float32Array;
	lastBias: Float32Array;
}

export const NET_SHAPE: Readonly<Record<keyof NetWeights, number>> = {
	first: FIRST.kernel ** 2 * FIRST.from * FIRST.to,
	firstBias: FIRST.to,
	second: SECOND.kernel ** 2 * SECOND.from * SECOND.to,
	secondBias: SECOND.to,
	third: FLAT * HIDDEN,
	thirdBias: HIDDEN,
	last: HIDDEN * NET_CLASSES,
	lastBias: NET_CLASSES
};

/** In the order in which they are packed, with the number of their outputs. */
export const NET_LAYERS: readonly { name: keyof NetWeights; outputs: number }[] = [
	{ name: 'first', outputs: FIRST.to },
	{ name: 'firstBias', outputs: FIRST.to },
	{ name: 'second', outputs: SECOND.to },
	{ name: 'secondBias', outputs: SECOND.to },
	{ name: 'third', outputs: HIDDEN },
	{ name: 'thirdBias', outputs: HIDDEN },
	{ name: 'last', outputs: NET_CLASSES },
	{ name: 'lastBias', outputs: NET_CLASSES }
];

/** What each layer gave; kept for training. */
export interface NetState {
	first: Float32Array;
	second: Float32Array;
	hidden: Float32Array;
	output: Float32Array;
}

export const netState = (): NetState => ({
	first: new Float32Array(FIRST.size * FIRST.size * FIRST.to),
	second: new Float32Array(FLAT),
	hidden: new Float32Array(HIDDEN),
	output: new Float32Array(NET_CLASSES)
});

/** Runs one cell of `cells` through the net; `state.output` holds probabilities that sum to 1. */
export function runNet(net: NetWeights, cells: Float32Array, offset: number, state: NetState): void {
	const input = cells.subarray(offset, offset + CELL_AREA);
	convolve(input, CELL_SIZE, net.first, net.firstBias, FIRST, state.first);
	convolve(state.first, FIRST.size, net.second, net.secondBias, SECOND, state.second);
	dense(state.second, net.third, net.thirdBias, state.hidden);
	for (let i = 0; i < HIDDEN; i++) if ((state.hidden[i] as number) < 0) state.hidden[i] = 0;
	dense(state.hidden, net.last, net.lastBias, state.output);
	softmax(state.output);
}

type Convolution = typeof FIRST | typeof SECOND;

/** Stride 2, half a kernel of nought around the input, negative values cut off. */
function convolve(
	input: Float32Array,
	inputSize: number,
	weights: Float32Array,
	bias: Float32Array,
	{ kernel, from, to, size }: Convolution,
	output: Float32Array
): void {
	const reach = (kernel - 1) / 2;
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			const out = (y * size + x) * to;
			for (let c = 0; c < to; c++) output[out + c] = bias[c] as number;
			for (let ky = 0; ky < kernel; ky++) {
				const iy = 2 * y + ky - reach;
				if (iy < 0 || iy >= inputSize) continue;
				for (let kx = 0; kx < kernel; kx++) {
					const ix = 2 * x + kx - reach;
					if (ix < 0 || ix >= inputSize) continue;
					for (let f = 0; f < from; f++) {
						const value = input[(iy * inputSize + ix) * from + f] as number;
						if (value === 0) continue;
						const at = ((ky * kernel + kx) * from + f) * to;
						for (let c = 0; c < to; c++)
							output[out + c] = (output[out + c] as number) + value * (weights[at + c] as number);
					}
				}
			}
			for (let c = 0; c < to; c++) if ((output[out + c] as number) < 0) output[out + c] = 0;
		}
	}
}

function dense(input: Float32Array, weights: Float32Array, bias: Float32Array, output: Float32Array): void {
	const to = output.length;
	output.set(bias);
	for (let f = 0; f < input.length; f++) {
		const value = input[f] as number;
		if (value === 0) continue;
		const at = f * to;
		for (let c = 0; c < to; c++) output[c] = (output[c] as number) + value * (weights[at + c] as number);
	}
}

function softmax(values: Float32Array): void {
	const most = largest(values, values.length);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp((values[i] as number) - most);
	for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / sum;
}

/** The largest of the first `count` values. */
export function largest(values: Float32Array, count: number): number {
	let most = values[0] ?? -Infinity;
	for (let i = 1; i < count; i++) if ((values[i] as number) > most) most = values[i] as number;
	return most;
}
