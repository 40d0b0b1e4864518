import onnxProto from 'onnx-proto';
import { intAttribute } from './graph.mjs';

const { TensorProto } = onnxProto.onnx;
const { FLOAT, INT64 } = TensorProto.DataType;

/** @typedef {import('./graph.mjs').Graph} Graph */

/** A text recogniser knows thousands of characters; whatever knows fewer classes is left as it is. */
const LEAST_CLASSES = 1000;

/**
 * What a CTC recogniser gives out: of each step the likeliest class and its probability, and the probabilities of the classes
 * that are asked for by a second input. All 6,625 of them are 3 MB for a line of 1,024 pixels, of which a reader looks at 100 KB.
 * @param {Graph} graph changed; left as it is where it does not end in a softmax over many classes
 */
export function foldReadings(graph) {
	const softmax = graph.maker(graph.outputs()[0]);
	const sum = softmax?.opType === 'Softmax' ? graph.maker(softmax.input?.[0]) : undefined;
	const classes = sum?.opType === 'Add' ? (graph.weights(sum.input?.[1])?.data.length ?? 0) : 0;
	const all = graph.outputs()[0];
	if (classes < LEAST_CLASSES || all === undefined) return;
	graph.addInput('columns', FLOAT, ['columns']);
	graph.append([
		{
			...graph.node('TopK', [all], 'best', [intAttribute('axis', 2), intAttribute('k', 1)]),
			output: ['best', 'place']
		},
		graph.node('Cast', ['place'], 'letter', [intAttribute('to', FLOAT)]),
		graph.node('Cast', ['columns'], 'wanted', [intAttribute('to', INT64)]),
		graph.node('Gather', [all, 'wanted'], 'chosen', [intAttribute('axis', 2)])
	]);
	graph.setOutputs([
		{ name: 'best', dims: ['batch', 'steps', 'one'] },
		{ name: 'letter', dims: ['batch', 'steps', 'one'] },
		{ name: 'chosen', dims: ['batch', 'steps', 'columns'] }
	]);
}
