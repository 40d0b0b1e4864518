import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LivenessAction } from '$lib/contract/slots';
import { openModels, type ModelRegistry } from '../../runtime';
import { drawBurst, type DrawnBurst } from '../../testing';
import { readBurst } from './readBurst';
import type { BurstRequest } from './types';

const modelsDir = fileURLToPath(new URL('../../../../../../models', import.meta.url));

/** One drawn person, every movement; the attacks are made from these very frames. */
const FIRST: LivenessAction[] = ['turn_left', 'smile', 'nod'];
const SECOND: LivenessAction[] = ['blink', 'turn_right'];
const SMALL = { width: 360, height: 480, actionFrames: 8 };

describe('readBurst', () => {
	let models: ModelRegistry;
	let first: DrawnBurst;
	let second: DrawnBurst;
	let stranger: DrawnBurst;
	beforeAll(async () => {
		models = await openModels({ modelsDir });
		first = await drawBurst({ ...SMALL, portrait: 'adult-02', actions: FIRST });
		second = await drawBurst({ ...SMALL, portrait: 'adult-02', actions: SECOND, seed: 2 });
		stranger = await drawBurst({ ...SMALL, portrait: 'adult-06', actions: ['turn_left'], seed: 3 });
	}, 60_000);
	afterAll(() => models.close());

	const read = ({ frames, times }: DrawnBurst, change: Partial<BurstRequest> = {}) =>
		readBurst(models, {
			frames,
			request: { actions: FIRST, frames: times, elapsedMs: 60_000, seenBefore: [], ...change }
		});

	it('sees a person turn left, smile and nod, in that order, with one face throughout', async () => {
		const burst = await read(first);
		expect(burst.reasons).toEqual([]);
		const frames = burst.actions.map(({ frame }) => frame ?? -1);
		expect(frames).toEqual([...frames].sort((a, b) => a - b));
		expect(burst.leastAlike).toBeGreaterThan(0.5);
		expect(burst.template).toHaveLength(512);
		expect(burst.presentationAttack?.outcome).toBe('bonaFide');
		expect(burst.sheet?.width).toBeGreaterThan(1000);
	});

	it('sees both eyes close and a turn to the right', async () => {
		expect((await read(second, { actions: SECOND })).reasons).toEqual([]);
	});

	it('refuses the right movements in another order than asked', async () => {
		expect((await read(first, { actions: ['nod', 'smile', 'turn_left'] })).reasons).toEqual(['liveness_wrong_order']);
	});

	it('refuses a turn to the other side', async () => {
		const { reasons } = await read(second, { actions: ['blink', 'turn_left'] });
		expect(reasons).toEqual(['liveness_wrong_order']);
	});

	it('refuses a photo: it is held still, and nothing that was asked is seen', async () => {
		const ahead = await drawBurst({ ...SMALL, portrait: 'adult-02', actions: [], restFrames: 14, seed: 5 });
		const times = ahead.times.map(({ atMs }, index) => ({ atMs, step: index < 5 ? 0 : 1 }));
		const { reasons } = await read({ frames: ahead.frames, times }, { actions: ['turn_left'] });
		expect(reasons).toEqual(['liveness_action_missing']);
	});

	it('refuses a photo that is tilted as if it turned: a flat nose stays between the eyes', async () => {
		const frames = await Promise.all(
			first.frames
				.slice(0, 5)
				.concat(Array.from({ length: 9 }, (_, index) => first.frames[index % 5] ?? Buffer.alloc(0)))
				.map((frame, index) => (index < 5 ? frame : tilted(frame, (index - 4) / 9)))
		);
		const times = frames.map((_, index) => ({ atMs: index * 200, step: index < 5 ? 0 : 1 }));
		const { reasons } = await read({ frames, times }, { actions: ['turn_left'] });
		expect(reasons).toContain('liveness_action_missing');
	});

	it('refuses a feed that stands still', async () => {
		const [frame = Buffer.alloc(0)] = first.frames;
		const { reasons } = await read({ frames: first.frames.map(() => frame), times: first.times });
		expect(reasons).toContain('liveness_frames_frozen');
	});

	it('refuses a clip that runs in a loop', async () => {
		const frames = first.frames.map((_, index) => first.frames[index % 9] ?? Buffer.alloc(0));
		expect((await read({ frames, times: first.times })).reasons).toContain('liveness_frames_repeated');
	});

	it('refuses another face that takes over half-way', async () => {
		const frames = [...first.frames.slice(0, 13), ...stranger.frames.slice(0, 13)];
		const { reasons } = await read({ frames, times: first.times.slice(0, 26) });
		expect(reasons).toContain('liveness_face_changed');
	});

	it('refuses frames that two encoders wrote, and frames of an earlier attempt', async () => {
		const frames = await Promise.all(
			first.frames.map((frame, index) => (index % 2 ? sharp(frame).jpeg({ quality: 60 }).toBuffer() : frame))
		);
		expect((await read({ frames, times: first.times })).reasons).toEqual(['liveness_frames_altered']);
		const seenBefore = (await read(first)).frames.map(({ digest }) => digest);
		expect((await read(first, { seenBefore })).reasons).toEqual(['liveness_burst_replayed']);
	});

	it('says that no face is there, of bytes too that are no picture', async () => {
		const frames = first.frames.map(() => Buffer.from('no picture'));
		const { reasons, template, sheet } = await read({ frames, times: first.times });
		expect(reasons).toContain('face_not_found');
		expect([template, sheet]).toEqual([null, null]);
	});
});

/** A sheet turned about its vertical axis, seen from near: narrower, and one side lower than the other. */
async function tilted(frame: Buffer, share: number): Promise<Buffer> {
	const { width = 0, height = 0 } = await sharp(frame).metadata();
	return sharp(frame)
		.affine([1 - 0.35 * share, 0, 0.08 * share, 1], { background: '#8a8f88' })
		.resize(width, height, { fit: 'cover' })
		.jpeg({ quality: 80 })
		.toBuffer();
}
