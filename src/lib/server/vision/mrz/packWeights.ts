/** The net's weights as text: for each layer a scale an output (float32), then the weights in 255 steps of it. Pure. */
import { NET_LAYERS, NET_SHAPE, type NetWeights } from './letterNet';

export function packWeights(net: NetWeights): string {
	const parts = NET_LAYERS.map(({ name, outputs }) => {
		const weights = net[name];
		const scales = new Float32Array(outputs);
		weights.forEach((value, i) => {
			scales[i % outputs] = Math.max(scales[i % outputs] ?? 0, Math.abs(value) / 127, 1e-12);
		});
		const steps = Int8Array.from(weights, (value, i) => Math.round(value / (scales[i % outputs] ?? 1)));
		return Buffer.concat([Buffer.from(scales.buffer), Buffer.from(steps.buffer)]);
	});
	return Buffer.concat(parts).toString('base64');
}

export function unpackWeights(text: string): NetWeights {
	const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
	let at = 0;
	const next = (name: keyof NetWeights, outputs: number): Float32Array => {
		const length = NET_SHAPE[name];
		const scales = new Float32Array(bytes.slice(at, at + outputs * 4).buffer);
		const steps = new Int8Array(bytes.buffer, at + outputs * 4, length);
		at += outputs * 4 + length;
		return Float32Array.from(steps, (step, i) => step * (scales[i % outputs] as number));
	};
	return NET_LAYERS.reduce<NetWeights>(
		(net, { name, outputs }) => ({ ...net, [name]: next(name, outputs) }),
		emptyWeights()
	);
}

const none = new Float32Array(0);
const emptyWeights = (): NetWeights => ({
	first: none,
	firstBias: none,
	second: none,
	secondBias: none,
	third: none,
	thirdBias: none,
	last: none,
	lastBias: none
});
