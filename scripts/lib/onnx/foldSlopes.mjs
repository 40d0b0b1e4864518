import { floatAttribute } from './graph.mjs';

/**
 * @typedef {import('./graph.mjs').Graph} Graph
 * @typedef {import('./graph.mjs').Node} Node
 */

/**
 * PRelu in operations for which the runtime keeps its blocked layout: `max(0, (1−a)·x) + a·x` for slopes up to one, and for steeper
 * ones `x − max(0, (1−a)·x)`. A scale by channel takes the form of a batch normalisation, which the runtime turns into a
 * convolution that takes the ReLU and the sum along. As PRelu, each map is brought into the plain layout and back. Exact up to rounding.
 * @param {Graph} graph changed
 */
export function foldSlopes(graph) {
	for (const node of [...graph.nodes()]) if (node.opType === 'PRelu') foldSlope(graph, node);
}

/** @param {Graph} graph @param {Node} node */
function foldSlope(graph, node) {
	const slopes = graph.weights(node.input?.[1]);
	if (!slopes || !isByChannel(slopes.dims)) return;
	const { data } = slopes;
	const value = node.input?.[0] ?? '';
	const isSteep = data.some((slope) => slope > 1);
	const [bent, straight, signed] = [graph.freshName('bent'), graph.freshName('straight'), graph.freshName('signed')];
	const [scaled, output] = [graph.freshName('scaled'), node.output?.[0] ?? ''];
	const scale = (/** @type {string} */ input, /** @type {Float32Array} */ factors, /** @type {string} */ to) =>
		scaleNode(graph, input, factors, to);
	graph.replace(
		[node],
		[
			scale(
				value,
				data.map((slope) => 1 - slope),
				scaled
			),
			graph.node('Relu', [scaled], bent),
			...(isSteep
				? [
						scale(
							bent,
							data.map((slope) => (slope > 1 ? -1 : 1)),
							signed
						)
					]
				: []),
			scale(
				value,
				data.map((slope) => (slope > 1 ? 1 : slope)),
				straight
			),
			graph.node('Add', [isSteep ? signed : bent, straight], output)
		]
	);
}

/** One slope a channel of a map: C × 1 × 1. @param {readonly number[]} dims */
const isByChannel = (dims) => dims.length === 3 && dims[1] === 1 && dims[2] === 1;

/** @param {Graph} graph @param {string} input @param {Float32Array} factors @param {string} output */
function scaleNode(graph, input, factors, output) {
	const filled = (/** @type {number} */ value) =>
		graph.addWeights('scale', { dims: [factors.length], data: new Float32Array(factors.length).fill(value) });
	const [scale, zero, one] = [
		graph.addWeights('scale', { dims: [factors.length], data: factors }),
		filled(0),
		filled(1)
	];
	return graph.node('BatchNormalization', [input, scale, zero, zero, one], output, [floatAttribute('epsilon', 0)]);
}
