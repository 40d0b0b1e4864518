import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { openTestStore } from '$lib/server/db/testing';
import { createRunner } from '$lib/server/jobs';
import { openVision } from '$lib/server/vision';
import type { Vision } from '$lib/server/vision/types';
import {
	createChallenge,
	createSession,
	giveConsent,
	readProgress,
	redactSession,
	submitBurst,
	takeAlternative
} from '../index';
import { makeWorld, type World } from '../testing';
import { visionJobs } from '../worker';
import { CHALLENGES, pickActions } from './pickActions';
import { isVirtualCamera } from './virtualCamera';

const modelsDir = fileURLToPath(new URL('../../../../../models', import.meta.url));

describe('the liveness challenge', { timeout: 60_000 }, () => {
	let vision: Vision;
	let world: World;
	beforeAll(async () => {
		vision = await openVision({ modelsDir });
	});
	afterAll(() => vision.close());
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
		return () => world.close();
	});

	async function begin(body: object = {}) {
		const { sessionId } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse(body));
		const applicant = world.applicant(sessionId);
		await giveConsent(world.deps, applicant, { textVersion: '1', locale: 'en' });
		return applicant;
	}
	const ask = (applicant: Awaited<ReturnType<typeof begin>>, extend?: string) =>
		createChallenge(world.deps, applicant, { extend });
	const work = () =>
		createRunner({
			deps: world.deps,
			lane: 'vision',
			concurrency: 1,
			jobs: visionJobs({ ...world.deps, vision }, () => expect.unreachable('an analysis hung'))
		}).drain();

	/** Frames without anybody in them: enough for everything but the movements themselves. */
	async function answer(
		applicant: Awaited<ReturnType<typeof begin>>,
		given?: { challenge: string; actions: string[] },
		tone = 1,
		firstFrame = 0
	) {
		const { challenge, actions } = given ?? (await ask(applicant));
		const times = Array.from({ length: 12 + 4 * (actions.length - 1) }, (_, index) => ({
			atMs: index * 250,
			step: Math.min(actions.length, Math.floor(index / 4))
		}));
		const frames = await Promise.all(times.map((_, index) => grey(tone * 40 + firstFrame + index)));
		world.deps.clock.advance(10_000);
		return submitBurst(world.deps, applicant, { burst: { challenge, frames: times }, frames });
	}
	it('asks for two or three different movements, always with a turn, each order as likely as another', () => {
		expect(CHALLENGES).toHaveLength(68);
		expect(new Set(CHALLENGES.map(String)).size).toBe(68);
		for (const actions of CHALLENGES) {
			expect(new Set(actions).size).toBe(actions.length);
			expect(actions.some((action) => action.startsWith('turn_'))).toBe(true);
		}
		expect(pickActions(Buffer.from([0, 0, 0, 67]))).toEqual(CHALLENGES[67]);
	});

	it('takes a challenge only from the session that it was given to, and only unaltered', async () => {
		const [one, other] = [await begin(), await begin()];
		const given = await ask(one);
		await expect(answer(other, given)).rejects.toMatchObject({ code: 'LIVENESS_CHALLENGE_INVALID' });
		const other64 = given.challenge.at(-2) === 'A' ? 'B' : 'A';
		const forged = { ...given, challenge: given.challenge.slice(0, -2) + other64 + given.challenge.slice(-1) };
		await expect(answer(one, forged)).rejects.toMatchObject({ code: 'LIVENESS_CHALLENGE_INVALID' });
		await expect(answer(one, { ...given, challenge: 'x' })).rejects.toMatchObject({
			code: 'LIVENESS_CHALLENGE_INVALID'
		});
	});

	it('takes one burst for a challenge, the same one twice as once', async () => {
		const applicant = await begin();
		const given = await ask(applicant);
		await answer(applicant, given);
		await answer(applicant, given);
		await expect(answer(applicant, given, 2)).rejects.toMatchObject({ code: 'LIVENESS_CHALLENGE_USED' });
		const { slots } = await readProgress(world.deps, applicant);
		expect(slots.find(({ slot }) => slot === 'liveness')).toMatchObject({ attempt: 1, state: 'analyzing' });
	});

	it('lets a challenge grow old, and be extended ten times for whoever needs longer', async () => {
		const applicant = await begin();
		const old = await ask(applicant);
		world.deps.clock.advance(5 * 60_000);
		await expect(answer(applicant, old)).rejects.toMatchObject({ code: 'LIVENESS_CHALLENGE_EXPIRED' });
		const given = await ask(applicant);
		for (let count = 0; count < 10; count++) {
			world.deps.clock.advance(4 * 60_000);
			const longer = await ask(applicant, given.challenge);
			expect([longer.challenge, longer.actions]).toEqual([given.challenge, given.actions]);
		}
		await expect(ask(applicant, given.challenge)).rejects.toMatchObject({ code: 'LIVENESS_CHALLENGE_EXPIRED' });
		expect(await answer(applicant, given)).toMatchObject({ next: 'id_front' });
	});

	it('refuses three recordings with advice and takes the fourth as it is, for a person', async () => {
		const applicant = await begin();
		for (let attempt = 1; attempt <= 3; attempt++) {
			expect(await ask(applicant)).toMatchObject({ attempt, attemptsLeft: 5 - attempt });
			await answer(applicant, undefined, attempt);
			await work();
			const { feedback } = await readProgress(world.deps, applicant);
			expect(feedback.find(({ slot }) => slot === 'liveness')?.codes).toContain('face_not_found');
		}
		await answer(applicant, undefined, 4);
		await work();
		const { feedback, slots } = await readProgress(world.deps, applicant);
		expect(feedback).toEqual([]);
		expect(slots.find(({ slot }) => slot === 'liveness')?.state).toBe('accepted');
		await expect(answer(applicant, undefined, 5)).rejects.toMatchObject({ code: 'SLOT_NOT_EXPECTED' });
	});

	it('knows frames again that answered another challenge, in another session too', async () => {
		const [first, second] = [await begin(), await begin()];
		const actions = ['turn_left', 'nod'];
		await answer(first, { ...(await asFirst(first)), actions });
		await answer(second, { ...(await asFirst(second)), actions });
		await work();
		const { feedback } = await readProgress(world.deps, second);
		expect(feedback[0]?.codes).toContain('liveness_burst_replayed');
		const { feedback: others } = await readProgress(world.deps, first);
		expect(others[0]?.codes).not.toContain('liveness_burst_replayed');
	});

	it('knows them again with frames left out or changed, and takes two in common for chance', async () => {
		const [first, second, third] = [await begin(), await begin(), await begin()];
		const actions = ['turn_left', 'nod'];
		await answer(first, { ...(await asFirst(first)), actions });
		// Sixteen frames each: one of them is new here, and fourteen there.
		await answer(second, { ...(await asFirst(second)), actions }, 1, 1);
		await answer(third, { ...(await asFirst(third)), actions }, 1, -14);
		await work();
		const codes = async (applicant: Awaited<ReturnType<typeof begin>>) =>
			(await readProgress(world.deps, applicant)).feedback[0]?.codes;
		expect(await codes(second)).toContain('liveness_burst_replayed');
		expect(await codes(third)).not.toContain('liveness_burst_replayed');
	});

	it('has a way without movements that ends with a person, whatever was tried before', async () => {
		const applicant = await begin({ policy: { require: { selfie: true } } });
		await answer(applicant);
		await work();
		await takeAlternative(world.deps, applicant, { reason: 'without_movements' });
		await takeAlternative(world.deps, applicant, { reason: 'without_movements' });
		const { slots } = await readProgress(world.deps, applicant);
		expect(slots.find(({ slot }) => slot === 'liveness')).toMatchObject({ state: 'accepted', attempt: 2 });
	});

	it('is not asked of anybody where the policy does not want it', async () => {
		const applicant = await begin({ policy: { require: { liveness: false } } });
		await expect(ask(applicant)).rejects.toMatchObject({ code: 'SLOT_NOT_EXPECTED' });
		await expect(takeAlternative(world.deps, applicant, { reason: 'no_camera' })).rejects.toMatchObject({
			code: 'SLOT_NOT_EXPECTED'
		});
	});

	it.each([
		['fewer pictures than times', (frames: Buffer[]) => frames.slice(1), 'VALIDATION_FAILED'],
		[
			'a frame that is no JPEG',
			(frames: Buffer[]) => [Buffer.from('GIF89a'), ...frames.slice(1)],
			'IMAGE_TYPE_UNSUPPORTED'
		],
		[
			'a frame that is too large',
			(frames: Buffer[]) => [Buffer.alloc(400_001), ...frames.slice(1)],
			'PAYLOAD_TOO_LARGE'
		]
	])('refuses %s and keeps the challenge open', async (_, spoil, code) => {
		const applicant = await begin();
		const { challenge, actions } = await ask(applicant);
		const times = Array.from({ length: 4 * (actions.length + 1) }, (_, index) => ({
			atMs: index * 250,
			step: Math.floor(index / 4)
		}));
		const frames = await Promise.all(times.map((_, index) => grey(index)));
		const send = (sent: Buffer[]) =>
			submitBurst(world.deps, applicant, { burst: { challenge, frames: times }, frames: sent });
		await expect(send(spoil(frames))).rejects.toMatchObject({ code });
		await expect(send(frames)).resolves.toBeTruthy();
	});

	it('forgets challenges and frames when the session is redacted', async () => {
		const applicant = await begin();
		await answer(applicant);
		await redactSession(world.deps, world.tenant(), applicant.sessionId);
		const { t, db } = world.deps.store;
		expect(await db.select().from(t.livenessChallenges)).toEqual([]);
		expect(await db.select().from(t.livenessFrames)).toEqual([]);
		expect(await db.select().from(t.artifacts)).toEqual([]);
	});

	/** A challenge whose shape is that of the first in the list, so that two sessions can be sent the same frames. */
	async function asFirst(applicant: Awaited<ReturnType<typeof begin>>) {
		const deps = { ...world.deps, ids: { ...world.deps.ids, bytes: () => Buffer.alloc(4) } };
		return createChallenge(deps, applicant, {});
	}
});

describe('isVirtualCamera', () => {
	it('knows programs by their names, and no camera of a phone or a laptop', () => {
		for (const name of [
			'OBS Virtual Camera',
			'ManyCam Virtual Webcam',
			'Snap Camera',
			'Dummy video device (v4l2loopback)'
		])
			expect(isVirtualCamera(name)).toBe(true);
		for (const name of [
			null,
			'',
			'FaceTime HD Camera',
			'camera2 1, facing front',
			'HD Pro Webcam C920',
			'Observer Cam'
		])
			expect(isVirtualCamera(name)).toBe(false);
	});
});

const grey = (tone: number): Promise<Buffer> =>
	sharp({ create: { width: 64, height: 64, channels: 3, background: { r: tone, g: tone, b: 255 - tone } } })
		.jpeg()
		.toBuffer();
