import { drawSelfie, PORTRAIT_IDS } from '$lib/server/vision/testing';
import { ratio, times } from '../figures/cells';
import { alternate } from '../run/alternate';
import { BackendAnswer, DescriptorAnswer, FaceAnswer } from '../run/answers';
import type { Bench } from '../run/bench';
import type { Table } from '../run/results';

/** A selfie of 720 × 1280: detect, landmarks, embed, liveness for us; detect, landmarks, embed for the peer. */
export async function benchSelfie(bench: Bench): Promise<Table[]> {
	const ours = { child: bench.child('engine'), method: 'face', schema: FaceAnswer };
	const theirs = { child: bench.child('faceApi'), method: 'face', schema: DescriptorAnswer };
	const backend = await theirs.child.ask('backend', null, BackendAnswer);
	const timed: { ours: number; theirs: number; oursCpu: number; theirsCpu: number }[] = [];
	let found = 0;
	const count = Math.min(bench.sample ?? 40, bench.drawn);
	for (let index = -1; index < count; index++) {
		const portrait = PORTRAIT_IDS[(index + 1) % PORTRAIT_IDS.length];
		const { jpeg } = await drawSelfie({ width: 720, height: 1280, seed: index + 2, ...(portrait && { portrait }) });
		const [one, other] = await alternate([ours, theirs], { bytes: jpeg }, index < 0 ? 3 : bench.rounds);
		if (index < 0 || one.ms === null || other.ms === null) continue;
		if (other.answer.ok && other.answer.value.descriptor !== null) found++;
		timed.push({ ours: one.ms, theirs: other.ms, oursCpu: one.cpuMs ?? 0, theirsCpu: other.cpuMs ?? 0 });
	}
	const oursMs = timed.map((one) => one.ours);
	const theirMs = timed.map((one) => one.theirs);
	return [
		{
			title: 'Time of a selfie of 720 × 1280 pixels',
			notes: [
				`${timed.length} drawn selfies, in turns. This engine also measures quality, pose, eyes and presentation attacks. \`@vladmandic/face-api\``,
				`runs SSD MobileNet, 68 landmarks and its descriptor on TensorFlow.js (${backend.ok ? backend.value.name : 'unknown'}: its native library is not in its`,
				`package); it found a face on ${found} of them.`
			],
			columns: ['engine', 'p50 ms', 'p95 ms', 'CPU p50 ms', 'our p50 / its p50'],
			rows: [
				[
					'this engine',
					...times(oursMs, 1),
					times(
						timed.map((one) => one.oursCpu),
						1
					)[0],
					'1'
				],
				[
					'@vladmandic/face-api',
					...times(theirMs, 1),
					times(
						timed.map((one) => one.theirsCpu),
						1
					)[0],
					ratio(timed)
				]
			]
		}
	];
}
