import { intAttribute, intsAttribute, intsOf } from './graph.mjs';

/**
 * @typedef {import('./graph.mjs').Graph} Graph
 * @typedef {import('./graph.mjs').Node} Node
 * @typedef {import('./graph.mjs').Weights} Weights
 */

/**
 * The end of a DB text detector (Liao et al. 2020: two transposed convolutions of 2 × 2, each doubling the map) as two pointwise
 * convolutions on the small map, whose sixteen channels are then laid out as the pixels of a 4 × 4 block. The same sums, since
 * the blocks of a transposed convolution with its stride do not overlap; without the maps at two and four times the size.
 * A graph that ends otherwise is left as it is.
 * @param {Graph} graph changed
 */
export function foldTextHead(graph) {
	const head = findHead(graph);
	if (!head) return;
	const { first, second } = head;
	const [input, output] = [first.conv.input?.[0] ?? '', head.sigmoid.output?.[0] ?? ''];
	const wide = spread(first, (channel, y, x, channels) => (y * 2 + x) * channels + channel);
	const names = [
		graph.freshName('wide'),
		graph.freshName('active'),
		graph.freshName('blocks'),
		graph.freshName('sure')
	];
	const [a = '', b = '', c = '', d = ''] = names;
	graph.replace(head.nodes, [
		graph.node('Conv', [input, ...add(graph, wide)], a, POINTWISE),
		graph.node('Relu', [a], b),
		graph.node('Conv', [b, ...add(graph, blocksOf(second, first.channels))], c, POINTWISE),
		graph.node('Sigmoid', [c], d),
		graph.node('DepthToSpace', [d], output, [intAttribute('blocksize', 4)])
	]);
}

const POINTWISE = [
	intsAttribute('kernel_shape', [1, 1]),
	intsAttribute('strides', [1, 1]),
	intsAttribute('pads', [0, 0, 0, 0])
];

/**
 * @typedef {{ conv: Node, weights: Weights, channels: number, scale: Float32Array, shift: Float32Array }} Doubling
 * `scale` and `shift` are what follows the sums of each output channel.
 */

/** @param {Graph} graph */
function findHead(graph) {
	const sigmoid = graph.nodes().find((node) => node.opType === 'Sigmoid');
	const secondAdd = makerOf(graph, sigmoid, 'Add');
	const secondConv = makerOf(graph, secondAdd, 'ConvTranspose');
	const relu = makerOf(graph, secondConv, 'Relu');
	const norm = makerOf(graph, relu, 'BatchNormalization');
	const firstAdd = makerOf(graph, norm, 'Add');
	const firstConv = makerOf(graph, firstAdd, 'ConvTranspose');
	if (!sigmoid || !secondAdd || !secondConv || !relu || !norm || !firstAdd || !firstConv) return null;
	const first = doublingOf(graph, firstConv, firstAdd, norm);
	const second = doublingOf(graph, secondConv, secondAdd, null);
	if (!first || second?.channels !== 1) return null;
	return { first, second, sigmoid, nodes: [firstConv, firstAdd, norm, relu, secondConv, secondAdd, sigmoid] };
}

/** @param {Graph} graph @param {Node | undefined} node @param {string} opType */
function makerOf(graph, node, opType) {
	const maker = graph.maker(node?.input?.[0]);
	return maker?.opType === opType ? maker : undefined;
}

/** @param {Graph} graph @param {Node} conv @param {Node} add @param {Node | null} norm @returns {Doubling | null} */
function doublingOf(graph, conv, add, norm) {
	const weights = graph.weights(conv.input?.[1]);
	const bias = graph.weights(add.input?.[1])?.data;
	const [, channels = 0, ...kernel] = weights?.dims ?? [];
	const doubles = [kernel, intsOf(conv, 'strides')].every(([y, x]) => y === 2 && x === 2);
	if (!weights || bias?.length !== channels || !doubles || intsOf(conv, 'pads').some((pad) => pad !== 0)) return null;
	if (!norm) return { conv, weights, channels, scale: new Float32Array(channels).fill(1), shift: bias };
	const [gain, offset, mean, variance] = (norm.input ?? []).slice(1).map((name) => graph.weights(name)?.data);
	if (!gain || !offset || !mean || !variance) return null;
	const epsilon = (norm.attribute ?? []).find(({ name }) => name === 'epsilon')?.f ?? 1e-5;
	const scale = gain.map((value, i) => value / Math.sqrt((variance[i] ?? 0) + epsilon));
	return {
		conv,
		weights,
		channels,
		scale,
		shift: offset.map((value, i) => value + ((bias[i] ?? 0) - (mean[i] ?? 0)) * (scale[i] ?? 0))
	};
}

/**
 * A transposed 2 × 2 convolution as a pointwise one with four times the channels.
 * @param {Doubling} doubling @param {(channel: number, y: number, x: number, channels: number) => number} place
 */
function spread({ weights, channels, scale, shift }, place) {
	const inputs = weights.dims[0] ?? 0;
	const data = new Float32Array(4 * channels * inputs);
	const bias = new Float32Array(4 * channels);
	for (let channel = 0; channel < channels; channel++) {
		for (let block = 0; block < 4; block++) {
			const to = place(channel, block >> 1, block & 1, channels);
			bias[to] = shift[channel] ?? 0;
			for (let input = 0; input < inputs; input++) {
				const weight = weights.data[(input * channels + channel) * 4 + block] ?? 0;
				data[to * inputs + input] = weight * (scale[channel] ?? 0);
			}
		}
	}
	return { weights: { dims: [4 * channels, inputs, 1, 1], data }, bias };
}

/** The second doubling on the four blocks of the first: channel `y · 4 + x` of sixteen. @param {Doubling} second @param {number} inputs */
function blocksOf(second, inputs) {
	const data = new Float32Array(16 * 4 * inputs);
	for (let pixel = 0; pixel < 16; pixel++) {
		const [y, x] = [pixel >> 2, pixel & 3];
		const outer = (y >> 1) * 2 + (x >> 1);
		const inner = (y & 1) * 2 + (x & 1);
		for (let input = 0; input < inputs; input++) {
			data[pixel * 4 * inputs + outer * inputs + input] = second.weights.data[input * 4 + inner] ?? 0;
		}
	}
	return { weights: { dims: [16, 4 * inputs, 1, 1], data }, bias: new Float32Array(16).fill(second.shift[0] ?? 0) };
}

/** @param {Graph} graph @param {{ weights: Weights, bias: Float32Array }} conv @returns {string[]} names of weights and bias */
const add = (graph, { weights, bias }) => [
	graph.addWeights('weights', weights),
	graph.addWeights('bias', { dims: [bias.length], data: bias })
];
