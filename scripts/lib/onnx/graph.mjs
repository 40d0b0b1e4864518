import onnxProto from 'onnx-proto';

const { AttributeProto, NodeProto, TensorProto, ValueInfoProto } = onnxProto.onnx;

/**
 * @typedef {import('onnx-proto').onnx.INodeProto} Node
 * @typedef {import('onnx-proto').onnx.ITensorProto} TensorMessage
 * @typedef {{ dims: number[], data: Float32Array }} Weights
 */

const FLOAT32 = TensorProto.DataType.FLOAT;

/**
 * An ONNX graph that can be asked who makes and who takes a value, and edited. Values keep their names; a node that is
 * replaced hands its output's name on, so that the rest of the graph does not notice.
 * @param {import('onnx-proto').onnx.IModelProto} model changed
 */
export function openGraph(model) {
	const graph = model.graph;
	if (!graph?.node) throw new Error('a model without a graph');
	/** @type {Node[]} */
	let nodes = graph.node;
	/** @type {Map<string, TensorMessage>} */
	const constants = new Map((graph.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor]));
	for (const node of nodes) {
		const value = node.opType === 'Constant' ? node.attribute?.[0]?.t : undefined;
		if (value) constants.set(node.output?.[0] ?? '', value);
	}
	const outputNames = () => (graph.output ?? []).map(({ name }) => name ?? '');
	let made = 0;

	/** @param {string} stem */
	const freshName = (stem) => `${stem}.folded.${made++}`;

	return {
		nodes: () => nodes,
		/** The node whose output this is. @param {string | undefined} name */
		maker: (name) => nodes.find((node) => node.output?.includes(name ?? '')),
		/** The nodes that take this value; none where the graph itself gives it out, since it must then stay. @param {string | undefined} name */
		takers: (name) =>
			outputNames().includes(name ?? '') ? [] : nodes.filter((node) => node.input?.includes(name ?? '')),
		/** The numbers of a constant, null where the value is computed. @param {string | undefined} name @returns {Weights | null} */
		weights(name) {
			const tensor = constants.get(name ?? '');
			if (!tensor || tensor.dataType !== FLOAT32) return null;
			return { dims: (tensor.dims ?? []).map(Number), data: floatsOf(tensor) };
		},
		/** Adds a constant. @param {string} stem @param {Weights} weights @returns {string} its name */
		addWeights(stem, { dims, data }) {
			const name = freshName(stem);
			const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
			const tensor = TensorProto.create({ name, dims, dataType: FLOAT32, rawData });
			graph.initializer = [...(graph.initializer ?? []), tensor];
			constants.set(name, tensor);
			return name;
		},
		/** @param {string} opType @param {string[]} input @param {string} output @param {object[]} [attribute] @returns {Node} */
		node: (opType, input, output, attribute = []) =>
			NodeProto.create({ opType, name: freshName(opType), input, output: [output], attribute }),
		freshName,
		/** Puts nodes in the place of others; the first of the old marks where. @param {Node[]} old @param {Node[]} fresh */
		replace(old, fresh) {
			const [first] = old;
			if (!first) return;
			const gone = new Set(old);
			nodes = nodes.flatMap((node) => (node === first ? fresh : gone.has(node) ? [] : [node]));
			graph.node = nodes;
		},
		outputs: outputNames,
		/** Puts nodes behind all others. @param {Node[]} fresh */
		append(fresh) {
			nodes = [...nodes, ...fresh];
			graph.node = nodes;
		},
		/** @param {string} name @param {number} elemType @param {string[]} dims names of its sides */
		addInput(name, elemType, dims) {
			graph.input = [...(graph.input ?? []), valueInfo(name, elemType, dims)];
		},
		/** Gives out these values of floats instead of what was given out before. @param {{ name: string, dims: string[] }[]} values */
		setOutputs(values) {
			graph.output = values.map(({ name, dims }) => valueInfo(name, FLOAT32, dims));
		},
		/** Drops constants that nothing takes any more. */
		sweep() {
			const taken = new Set(nodes.flatMap((node) => node.input ?? []));
			nodes = nodes.filter((node) => node.opType !== 'Constant' || taken.has(node.output?.[0] ?? ''));
			graph.node = nodes;
			graph.initializer = (graph.initializer ?? []).filter((tensor) => taken.has(tensor.name ?? ''));
		}
	};
}

/** @typedef {ReturnType<typeof openGraph>} Graph */

/** @param {string} name @param {number} elemType @param {string[]} dims */
const valueInfo = (name, elemType, dims) =>
	ValueInfoProto.create({
		name,
		type: { tensorType: { elemType, shape: { dim: dims.map((dimParam) => ({ dimParam })) } } }
	});

/** @param {string} name @param {number} value */
export const floatAttribute = (name, value) => ({ name, type: AttributeProto.AttributeType.FLOAT, f: value });

/** @param {string} name @param {number} value */
export const intAttribute = (name, value) => ({ name, type: AttributeProto.AttributeType.INT, i: value });

/** @param {string} name @param {number[]} values */
export const intsAttribute = (name, values) => ({ name, type: AttributeProto.AttributeType.INTS, ints: values });

/** @param {Node} node @param {string} name @returns {number[]} empty where the attribute is not there */
export function intsOf(node, name) {
	const attribute = (node.attribute ?? []).find((candidate) => candidate.name === name);
	if (!attribute) return [];
	return attribute.ints?.length ? attribute.ints.map(Number) : [Number(attribute.i ?? 0)];
}

/** The number of a constant of one element, null for anything else. @param {Weights | null} weights */
export const scalarOf = (weights) => (weights?.data.length === 1 ? (weights.data[0] ?? null) : null);

/** @param {TensorMessage} tensor */
function floatsOf(tensor) {
	if (tensor.floatData?.length) return Float32Array.from(tensor.floatData);
	const raw = tensor.rawData ?? new Uint8Array(0);
	// A copy: the decoder's view need not start at a multiple of four.
	return new Float32Array(Uint8Array.from(raw).buffer);
}
