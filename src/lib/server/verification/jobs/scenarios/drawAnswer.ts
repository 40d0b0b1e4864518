import sharp from 'sharp';
import type { ScenarioId } from '$lib/contract/scenarios';
import type { LivenessAction } from '$lib/contract/slots';
import { drawBurst, type DrawnBurst, type PortraitId } from '$lib/server/vision/testing';
import { plainRoom } from './alterPicture';

export interface DrawnAnswer {
	frames: Uint8Array[];
	times: { atMs: number; step: number }[];
	/** As a browser names it. */
	camera: string | null;
}

/** Longer than the longest recording that is drawn here (32 frames, 220 ms apart): the server compares the two. */
export const ANSWER_TAKES_MS = 8000;

const HOLDER: PortraitId = 'adult-02';
const STRANGER: PortraitId = 'adult-06';
/** Who answers, where it is not the holder; `adult-02` is the holder on another day. */
const HEADS: Partial<Record<ScenarioId, PortraitId>> = { another_face: STRANGER, liveness_other_person: STRANGER };

/** What becomes of a recording before it is sent. */
type Alter = (burst: DrawnBurst, draw: (portrait: PortraitId) => Promise<DrawnBurst>) => Promise<DrawnBurst>;

const ALTERED: Partial<Record<ScenarioId, Alter>> = {
	liveness_frames_frozen: async ({ frames, times }) => ({
		frames: frames.map(() => frames[0] ?? Buffer.alloc(0)),
		times
	}),
	/** Ten frames after the first ten show those again. */
	liveness_frames_repeated: async ({ frames, times }) => ({
		frames: frames.map((frame, at) => (at >= 10 && at < 20 ? (frames[at - 10] ?? frame) : frame)),
		times
	}),
	liveness_frames_altered: async ({ frames, times }) => ({
		frames: await Promise.all(
			frames.map(async (frame, at) => (at % 3 === 1 ? sharp(frame).jpeg({ quality: 55 }).toBuffer() : frame))
		),
		times
	}),
	liveness_face_lost: async ({ frames, times }) => {
		const { width, height } = await sharp(frames[0]).metadata();
		const empty = await sharp(await plainRoom())
			.resize(width, height, { fit: 'fill' })
			.raw()
			.toBuffer();
		const from = Math.floor(frames.length / 2);
		const gone = await Promise.all(
			frames.map(async (frame, at) =>
				at < from
					? frame
					: sharp(
							empty.map((value) => Math.min(255, value + (at % 7))),
							{ raw: { width, height, channels: 3 } }
						)
							.jpeg({ quality: 80 })
							.toBuffer()
			)
		);
		return { frames: gone, times };
	},
	liveness_face_changed: async ({ frames, times }, draw) => {
		const other = await draw(STRANGER);
		const from = Math.floor(frames.length / 2);
		return { frames: frames.map((frame, at) => (at < from ? frame : (other.frames[at] ?? frame))), times };
	},
	liveness_timing_impossible: async ({ frames, times }) => ({
		frames,
		times: times.map(({ atMs, step }) => ({ atMs: atMs * 4, step }))
	})
};

/**
 * The recording that answers a challenge in this scenario.
 * @param runId Decides the noise of the sensor: no two runs send the same frames.
 */
export async function drawAnswer(
	scenario: ScenarioId,
	asked: readonly LivenessAction[],
	runId: string
): Promise<DrawnAnswer> {
	const still = scenario === 'liveness_action_missing';
	const actions = scenario === 'liveness_wrong_order' ? [...asked].reverse() : asked;
	const draw = (portrait: PortraitId) =>
		drawBurst({
			portrait,
			seed: Number.parseInt(runId.slice(0, 6), 16),
			...(still ? { actions: [], restFrames: 5 + 9 * actions.length } : { actions })
		});
	const drawn = await draw(HEADS[scenario] ?? HOLDER);
	const burst = (await ALTERED[scenario]?.(drawn, draw)) ?? drawn;
	return {
		frames: burst.frames,
		times: still
			? burst.times.map(({ atMs }, at) => ({ atMs, step: at < 5 ? 0 : 1 + Math.floor((at - 5) / 9) }))
			: burst.times,
		camera: scenario === 'virtual_camera' ? 'OBS Virtual Camera' : null
	};
}
