import { floatAttribute, intsOf, scalarOf } from './graph.mjs';

/**
 * @typedef {import('./graph.mjs').Graph} Graph
 * @typedef {import('./graph.mjs').Node} Node
 */

/**
 * Rewrites what PP-LCNetV3 (Cui et al. 2021, and PP-OCRv4's learnable affine blocks) wraps around each convolution:
 * `x·s+b → x·clip(x+3, 0, 6)/6 → x·t+c`, eight passes over the map, into two: HardSigmoid and a product. The first pair goes into the
 * convolution before, the second into the one behind. Exact up to rounding; `c` stays where the next convolution pads with zeros.
 * @param {Graph} graph changed
 */
export function foldActivations(graph) {
	for (const node of [...graph.nodes()]) if (node.opType === 'Div') foldHardSwish(graph, node);
	for (const node of [...graph.nodes()]) if (node.opType === 'Conv') foldAffineBehind(graph, node);
	for (const node of [...graph.nodes()]) if (node.opType === 'Mul') foldAffineAhead(graph, node);
}

/** @param {Graph} graph @param {Node} division */
function foldHardSwish(graph, division) {
	const [product, six] = division.input ?? [];
	const multiply = graph.maker(product);
	if (scalarOf(graph.weights(six)) !== 6 || multiply?.opType !== 'Mul') return;
	const [value, clipped] = multiply.input ?? [];
	const clip = graph.maker(clipped);
	const shift = clip?.opType === 'Clip' ? graph.maker(clip.input?.[0]) : undefined;
	if (!clip || shift?.opType !== 'Add' || shift.input?.[0] !== value || scalarOf(graph.weights(shift.input?.[1])) !== 3)
		return;
	if (graph.takers(product).length !== 1 || graph.takers(clipped).length !== 1) return;
	const gate = graph.freshName('hardsigmoid');
	graph.replace(
		[division, multiply, clip, shift],
		[
			graph.node('HardSigmoid', [value ?? ''], gate, [floatAttribute('alpha', 1 / 6), floatAttribute('beta', 0.5)]),
			graph.node('Mul', [value ?? '', gate], division.output?.[0] ?? '')
		]
	);
}

/** Conv → ·s → +b: into the convolution's own weights. @param {Graph} graph @param {Node} conv */
function foldAffineBehind(graph, conv) {
	const affine = affineFrom(graph, conv.output?.[0]);
	const weights = graph.weights(conv.input?.[1]);
	if (!affine || !weights) return;
	const given = graph.weights(conv.input?.[2])?.data ?? new Float32Array(weights.dims[0] ?? 0);
	const { scale, bias } = affine;
	conv.input = [
		conv.input?.[0] ?? '',
		graph.addWeights('weights', { dims: weights.dims, data: weights.data.map((weight) => weight * scale) }),
		graph.addWeights('bias', { dims: [given.length], data: given.map((value) => value * scale + bias) })
	];
	conv.output = [affine.output];
	graph.replace(affine.nodes, []);
}

/** ·t → +c → Conv: into the convolutions that take it, as far as their padding allows. @param {Graph} graph @param {Node} node */
function foldAffineAhead(graph, node) {
	const affine = affineFrom(graph, node.output?.[0]);
	if (!affine) return;
	const takers = graph.takers(affine.output);
	if (takers.length === 0 || takers.some((taker) => taker.opType !== 'Conv' || taker.input?.[0] !== affine.output))
		return;
	const padded = takers.some((taker) => intsOf(taker, 'pads').some((pad) => pad !== 0));
	for (const conv of takers) scaleInput(graph, conv, affine.scale, padded ? 0 : affine.bias);
	if (!padded) {
		for (const conv of takers) conv.input = [node.output?.[0] ?? '', ...(conv.input ?? []).slice(1)];
		graph.replace(affine.nodes, []);
		return;
	}
	const channels = channelsOf(graph, takers[0]);
	graph.replace(affine.nodes, [
		offsetNode(graph, node.output?.[0] ?? '', affine.output, affine.bias / affine.scale, channels)
	]);
}

/**
 * An addition in the form of a batch normalisation, the only one for which the runtime keeps its blocked layout.
 * @param {Graph} graph @param {string} input @param {string} output @param {number} offset @param {number} channels
 */
function offsetNode(graph, input, output, offset, channels) {
	const filled = (/** @type {number} */ value) =>
		graph.addWeights('offset', { dims: [channels], data: new Float32Array(channels).fill(value) });
	const [one, shift, zero] = [filled(1), filled(offset), filled(0)];
	return graph.node('BatchNormalization', [input, one, shift, zero, one], output, [floatAttribute('epsilon', 0)]);
}

/** Channels that a convolution takes. @param {Graph} graph @param {Node | undefined} conv */
function channelsOf(graph, conv) {
	const perGroup = graph.weights(conv?.input?.[1])?.dims[1] ?? 0;
	return perGroup * (conv ? (intsOf(conv, 'group')[0] ?? 1) : 1);
}

/** conv(x·scale + bias) as a convolution of x. @param {Graph} graph @param {Node} conv @param {number} scale @param {number} bias */
function scaleInput(graph, conv, scale, bias) {
	const weights = graph.weights(conv.input?.[1]);
	if (!weights) return;
	const channels = weights.dims[0] ?? 0;
	const each = weights.data.length / channels;
	const given = graph.weights(conv.input?.[2])?.data ?? new Float32Array(channels);
	const shifted = given.map((value, channel) => {
		const sum = weights.data
			.subarray(channel * each, (channel + 1) * each)
			.reduce((total, weight) => total + weight, 0);
		return value + bias * sum;
	});
	conv.input = [
		conv.input?.[0] ?? '',
		graph.addWeights('weights', { dims: weights.dims, data: weights.data.map((weight) => weight * scale) }),
		graph.addWeights('bias', { dims: [channels], data: shifted })
	];
}

/** `Mul` by and `Add` of one number behind a value that nothing else takes. @param {Graph} graph @param {string | undefined} value */
function affineFrom(graph, value) {
	const [multiply, ...others] = graph.takers(value);
	if (multiply?.opType !== 'Mul' || others.length > 0) return null;
	const scale = scalarOf(graph.weights(multiply.input?.find((name) => name !== value)));
	const [add, ...more] = graph.takers(multiply.output?.[0]);
	if (scale === null || add?.opType !== 'Add' || more.length > 0) return null;
	const bias = scalarOf(graph.weights(add.input?.find((name) => name !== multiply.output?.[0])));
	return bias === null ? null : { scale, bias, output: add.output?.[0] ?? '', nodes: [multiply, add] };
}
