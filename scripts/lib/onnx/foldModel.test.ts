import onnxProto from 'onnx-proto';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { foldModel } from './foldModel.mjs';

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;
const { FLOAT, INTS } = AttributeProto.AttributeType;

interface NodeSpec {
	op: string;
	inputs: string[];
	output: string;
	floats?: Record<string, number>;
	ints?: Record<string, number[]>;
}

describe('foldModel', () => {
	it('gives what the graph gave, borders included, with the activation folded into its neighbours', async () => {
		const bytes = model(activationBlock(), activationWeights(), 4);
		const folded = foldModel(bytes);
		expect(opsOf(folded)).toEqual([
			'Conv',
			'HardSigmoid',
			'Mul',
			'Conv',
			'HardSigmoid',
			'Mul',
			'BatchNormalization',
			'Conv'
		]);
		await expectAlike(bytes, folded, [1, 3, 9, 7]);
	});

	it('gives what two transposed convolutions gave from pointwise ones', async () => {
		const bytes = model(textHead(), textHeadWeights(), 1);
		const folded = foldModel(bytes);
		expect(opsOf(folded)).toEqual(['Conv', 'Relu', 'Conv', 'Sigmoid', 'DepthToSpace']);
		await expectAlike(bytes, folded, [1, 3, 5, 6]);
	});

	it('gives what PRelu gave, falling, flat and steep slopes among them', async () => {
		const slopes = { dims: [5, 1, 1], data: [-0.7, 0, 0.3, 1, 1.4] };
		const nodes: NodeSpec[] = [
			{ op: 'Conv', inputs: ['x', 'w'], output: 'c', ints: { pads: [1, 1, 1, 1] } },
			{ op: 'PRelu', inputs: ['c', 'slopes'], output: 'y' }
		];
		const bytes = model(nodes, { w: random([5, 3, 3, 3]), slopes }, 5);
		const folded = foldModel(bytes);
		expect(opsOf(folded)).not.toContain('PRelu');
		await expectAlike(bytes, folded, [1, 3, 6, 6]);
	});

	it('leaves a graph without such parts byte for byte', () => {
		const bytes = model([{ op: 'Relu', inputs: ['x'], output: 'y' }], {}, 3);
		expect(foldModel(bytes)).toBe(bytes);
	});

	it('leaves a value alone that something else takes as well', async () => {
		const nodes: NodeSpec[] = [...activationBlock().slice(0, -1), { op: 'Add', inputs: ['k1', 'k1'], output: 'y' }];
		const { w3: _, ...weights } = activationWeights();
		const bytes = model(nodes, weights, 5);
		await expectAlike(bytes, foldModel(bytes), [1, 3, 6, 6]);
	});
});

/** Conv → affine → hard swish → affine → pointwise Conv → affine → hard swish → affine → padded Conv. */
function activationBlock(): NodeSpec[] {
	const conv = (inputs: string[], output: string, pad: number): NodeSpec => ({
		op: 'Conv',
		inputs,
		output,
		ints: { pads: [pad, pad, pad, pad] }
	});
	const activation = (input: string, name: string): NodeSpec[] => [
		{ op: 'Mul', inputs: ['scale', input], output: `${name}m` },
		{ op: 'Add', inputs: [`${name}m`, 'offset'], output: `${name}a` },
		{ op: 'Add', inputs: [`${name}a`, 'three'], output: `${name}s` },
		{ op: 'Clip', inputs: [`${name}s`], output: `${name}c`, floats: { min: 0, max: 6 } },
		{ op: 'Mul', inputs: [`${name}a`, `${name}c`], output: `${name}p` },
		{ op: 'Div', inputs: [`${name}p`, 'six'], output: `${name}h` },
		{ op: 'Mul', inputs: ['scale2', `${name}h`], output: `${name}t` },
		{ op: 'Add', inputs: [`${name}t`, 'offset2'], output: `${name}1` }
	];
	return [
		conv(['x', 'w1', 'b1'], 'c1', 1),
		...activation('c1', 'h'),
		conv(['h1', 'w2'], 'c2', 0),
		...activation('c2', 'k'),
		conv(['k1', 'w3'], 'y', 1)
	];
}

function activationWeights(): Record<string, { dims: number[]; data: number[] }> {
	const one = (value: number) => ({ dims: [1], data: [value] });
	return {
		w1: random([4, 3, 3, 3]),
		b1: random([4]),
		w2: random([5, 4, 1, 1]),
		w3: random([4, 5, 3, 3]),
		scale: one(1.7),
		offset: one(0.4),
		three: one(3),
		six: one(6),
		scale2: one(0.6),
		offset2: one(-0.3)
	};
}

function textHead(): NodeSpec[] {
	const double = (inputs: string[], output: string): NodeSpec => ({
		op: 'ConvTranspose',
		inputs,
		output,
		ints: { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] }
	});
	return [
		double(['x', 'w1'], 't1'),
		{ op: 'Add', inputs: ['t1', 'b1'], output: 'a1' },
		{ op: 'BatchNormalization', inputs: ['a1', 'gain', 'shift', 'mean', 'variance'], output: 'n1' },
		{ op: 'Relu', inputs: ['n1'], output: 'r1' },
		double(['r1', 'w2'], 't2'),
		{ op: 'Add', inputs: ['t2', 'b2'], output: 'a2' },
		{ op: 'Sigmoid', inputs: ['a2'], output: 'y' }
	];
}

function textHeadWeights(): Record<string, { dims: number[]; data: number[] }> {
	const variance = random([4]);
	return {
		w1: random([3, 4, 2, 2]),
		b1: random([1, 4, 1, 1]),
		gain: random([4]),
		shift: random([4]),
		mean: random([4]),
		variance: { dims: [4], data: variance.data.map((value) => value * value + 0.1) },
		w2: random([4, 1, 2, 2]),
		b2: random([1, 1, 1, 1])
	};
}

/** Numbers within ±1 from a fixed sequence. */
let state = 1;
function random(dims: number[]): { dims: number[]; data: number[] } {
	const data = Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => {
		state = (state * 48271) % 2147483647;
		return (state / 2147483647) * 2 - 1;
	});
	return { dims, data };
}

function model(
	nodes: NodeSpec[],
	weights: Record<string, { dims: number[]; data: number[] }>,
	channels: number
): Buffer {
	const attributes = (spec: NodeSpec) => [
		...Object.entries(spec.floats ?? {}).map(([name, f]) => ({ name, type: FLOAT, f })),
		...Object.entries(spec.ints ?? {}).map(([name, ints]) => ({ name, type: INTS, ints }))
	];
	const value = (name: string, depth: number) => ({
		name,
		type: {
			tensorType: {
				elemType: TensorProto.DataType.FLOAT,
				shape: { dim: [{ dimValue: 1 }, { dimValue: depth }, { dimParam: 'h' }, { dimParam: 'w' }] }
			}
		}
	});
	const message = ModelProto.create({
		irVersion: 8,
		opsetImport: [{ domain: '', version: 9 }],
		graph: {
			name: 'test',
			node: nodes.map((spec) => ({
				opType: spec.op,
				input: spec.inputs,
				output: [spec.output],
				attribute: attributes(spec)
			})),
			initializer: Object.entries(weights).map(([name, { dims, data }]) => ({
				name,
				dims,
				dataType: TensorProto.DataType.FLOAT,
				rawData: new Uint8Array(Float32Array.from(data).buffer)
			})),
			input: [value('x', 3)],
			output: [value('y', channels)]
		}
	});
	return Buffer.from(ModelProto.encode(message).finish());
}

const opsOf = (bytes: Buffer) => (ModelProto.decode(bytes).graph?.node ?? []).map((node) => node.opType);

async function expectAlike(before: Buffer, after: Buffer, dims: number[]): Promise<void> {
	const input = { x: new Tensor('float32', Float32Array.from(random(dims).data), dims) };
	const [old, fresh] = await Promise.all([outputOf(before, input), outputOf(after, input)]);
	expect(fresh.dims).toEqual(old.dims);
	const worst = old.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (fresh.data[i] ?? NaN))), 0);
	expect(worst).toBeLessThan(1e-5);
}

async function outputOf(
	bytes: Buffer,
	input: Record<string, Tensor>
): Promise<{ dims: readonly number[]; data: number[] }> {
	const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
	const { y } = await session.run(input);
	if (!(y?.data instanceof Float32Array)) throw new Error('no float output');
	return { dims: y.dims, data: Array.from(y.data) };
}
