/** Trains the net of ../letterNet by stochastic gradient descent (Adam, Kingma and Ba 2015). */
import { randomStream } from '../../testing/random';
import { CELL_AREA, CELL_SIZE } from '../letterCell';
import {
	FIRST,
	FLAT,
	HIDDEN,
	NET_CLASSES,
	NET_SHAPE,
	netState,
	runNet,
	SECOND,
	type NetState,
	type NetWeights
} from '../letterNet';

export interface Samples {
	/** count × CELL_AREA. */
	cells: Float32Array;
	labels: Uint8Array;
}

const NAMES = ['first', 'firstBias', 'second', 'secondBias', 'third', 'thirdBias', 'last', 'lastBias'] as const;
const FAN_IN: Record<(typeof NAMES)[number], number> = {
	first: 25,
	firstBias: 0,
	second: 9 * FIRST.to,
	secondBias: 0,
	third: FLAT,
	thirdBias: 0,
	last: HIDDEN,
	lastBias: 0
};

const eachLayer = (make: (name: (typeof NAMES)[number]) => Float32Array): NetWeights => ({
	first: make('first'),
	firstBias: make('firstBias'),
	second: make('second'),
	secondBias: make('secondBias'),
	third: make('third'),
	thirdBias: make('thirdBias'),
	last: make('last'),
	lastBias: make('lastBias')
});

/** He initialisation. */
export function freshNet(seed: number): NetWeights {
	const random = randomStream(seed);
	return eachLayer((name) =>
		Float32Array.from({ length: NET_SHAPE[name] }, () =>
			FAN_IN[name] === 0 ? 0 : random.normal() * Math.sqrt(2 / FAN_IN[name])
		)
	);
}

const BATCH = 48;
/** So much of the truth is given to all classes alike: probabilities of an overconfident net are worth little. */
const SMOOTHING = 0.01;

export interface Trainer {
	/** One pass over the samples in a random order; the mean loss. */
	epoch(samples: Samples, rate: (progress: number) => number): number;
}

export function trainer(net: NetWeights, seed: number): Trainer {
	const random = randomStream(seed);
	const gradient = eachLayer((name) => new Float32Array(NET_SHAPE[name]));
	const mean = eachLayer((name) => new Float32Array(NET_SHAPE[name]));
	const square = eachLayer((name) => new Float32Array(NET_SHAPE[name]));
	const state = netState();
	let steps = 0;
	const update = (rate: number): void => {
		steps++;
		const [b1, b2] = [1 - 0.9 ** Math.min(steps, 1000), 1 - 0.999 ** Math.min(steps, 20_000)];
		for (const name of NAMES) {
			const [w, g, m, v] = [net[name], gradient[name], mean[name], square[name]];
			for (let i = 0; i < w.length; i++) {
				const each = (g[i] as number) / BATCH;
				const first = (m[i] = 0.9 * (m[i] as number) + 0.1 * each);
				const second = (v[i] = 0.999 * (v[i] as number) + 0.001 * each * each);
				w[i] = (w[i] as number) - (rate * (first / b1)) / (Math.sqrt(second / b2) + 1e-8);
			}
			g.fill(0);
		}
	};
	return {
		epoch({ cells, labels }, rate) {
			const order = Uint32Array.from(labels.keys());
			for (let i = order.length - 1; i > 0; i--) {
				const j = Math.floor(random.next() * (i + 1));
				[order[i], order[j]] = [order[j] as number, order[i] as number];
			}
			let loss = 0;
			for (let n = 0; n < order.length; n++) {
				const at = order[n] as number;
				runNet(net, cells, at * CELL_AREA, state);
				const label = labels[at] as number;
				loss -= Math.log((state.output[label] as number) + 1e-9);
				backward(net, cells.subarray(at * CELL_AREA, (at + 1) * CELL_AREA), label, state, gradient);
				if (n % BATCH === BATCH - 1) update(rate(n / order.length));
			}
			return loss / order.length;
		}
	};
}

const deltaSecond = new Float32Array(FLAT);
const deltaFirst = new Float32Array(FIRST.size * FIRST.size * FIRST.to);
const deltaHidden = new Float32Array(HIDDEN);
const deltaOut = new Float32Array(NET_CLASSES);

function backward(net: NetWeights, input: Float32Array, label: number, state: NetState, g: NetWeights): void {
	for (let c = 0; c < NET_CLASSES; c++) {
		const truth = SMOOTHING / NET_CLASSES + (c === label ? 1 - SMOOTHING : 0);
		deltaOut[c] = (state.output[c] as number) - truth;
	}
	denseBackward(state.hidden, net.last, deltaOut, g.last, g.lastBias, deltaHidden);
	denseBackward(state.second, net.third, deltaHidden, g.third, g.thirdBias, deltaSecond);
	deltaFirst.fill(0);
	convolutionBackward(state.first, FIRST.size, net.second, SECOND, deltaSecond, g.second, g.secondBias, deltaFirst);
	for (let i = 0; i < deltaFirst.length; i++) if (state.first[i] === 0) deltaFirst[i] = 0;
	convolutionBackward(input, CELL_SIZE, net.first, FIRST, deltaFirst, g.first, g.firstBias, null);
}

/** Inputs that were cut off at nought pass nothing back. */
function denseBackward(
	input: Float32Array,
	weights: Float32Array,
	delta: Float32Array,
	gradient: Float32Array,
	bias: Float32Array,
	back: Float32Array
): void {
	const to = delta.length;
	for (let c = 0; c < to; c++) bias[c] = (bias[c] as number) + (delta[c] as number);
	for (let f = 0; f < input.length; f++) {
		const value = input[f] as number;
		back[f] = 0;
		if (value === 0) continue;
		let sum = 0;
		for (let c = 0, at = f * to; c < to; c++, at++) {
			gradient[at] = (gradient[at] as number) + value * (delta[c] as number);
			sum += (weights[at] as number) * (delta[c] as number);
		}
		back[f] = sum;
	}
}

function convolutionBackward(
	input: Float32Array,
	inputSize: number,
	weights: Float32Array,
	{ kernel, from, to, size }: typeof FIRST | typeof SECOND,
	delta: Float32Array,
	gradient: Float32Array,
	bias: Float32Array,
	back: Float32Array | null
): void {
	const reach = (kernel - 1) / 2;
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			const d = (y * size + x) * to;
			for (let c = 0; c < to; c++) bias[c] = (bias[c] as number) + (delta[d + c] as number);
			for (let ky = 0; ky < kernel; ky++) {
				const iy = 2 * y + ky - reach;
				if (iy < 0 || iy >= inputSize) continue;
				for (let kx = 0; kx < kernel; kx++) {
					const ix = 2 * x + kx - reach;
					if (ix < 0 || ix >= inputSize) continue;
					for (let f = 0; f < from; f++) {
						const from1 = (iy * inputSize + ix) * from + f;
						const value = input[from1] as number;
						let sum = 0;
						for (let c = 0, at = ((ky * kernel + kx) * from + f) * to; c < to; c++, at++) {
							const each = delta[d + c] as number;
							gradient[at] = (gradient[at] as number) + value * each;
							sum += (weights[at] as number) * each;
						}
						if (back) back[from1] = (back[from1] as number) + sum;
					}
				}
			}
		}
	}
}
