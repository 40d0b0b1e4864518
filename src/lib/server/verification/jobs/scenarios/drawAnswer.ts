import type { ScenarioId } from '$lib/contract/scenarios';
import type { LivenessAction } from '$lib/contract/slots';
import { drawBurst, type PortraitId } from '$lib/server/vision/testing';

export interface DrawnAnswer {
	frames: Uint8Array[];
	times: { atMs: number; step: number }[];
	/** As a browser names it. */
	camera: string | null;
}

/** Longer than the longest recording that is drawn here (32 frames, 220 ms apart): the server compares the two. */
export const ANSWER_TAKES_MS = 8000;

/** Who answers, where it is not the holder; `adult-02` is the holder on another day. */
const HEADS: Partial<Record<ScenarioId, PortraitId>> = { another_face: 'adult-06', liveness_other_person: 'adult-06' };

/**
 * The recording that answers a challenge in this scenario.
 * @param runId Decides the noise of the sensor: no two runs send the same frames.
 */
export async function drawAnswer(
	scenario: ScenarioId,
	actions: readonly LivenessAction[],
	runId: string
): Promise<DrawnAnswer> {
	const still = scenario === 'liveness_action_missing';
	const { frames, times } = await drawBurst({
		portrait: HEADS[scenario] ?? 'adult-02',
		seed: Number.parseInt(runId.slice(0, 6), 16),
		...(still ? { actions: [], restFrames: 5 + 9 * actions.length } : { actions })
	});
	const [first = Buffer.alloc(0)] = frames;
	return {
		frames: scenario === 'liveness_frames_frozen' ? frames.map(() => first) : frames,
		times: still ? times.map(({ atMs }, at) => ({ atMs, step: at < 5 ? 0 : 1 + Math.floor((at - 5) / 9) })) : times,
		camera: scenario === 'virtual_camera' ? 'OBS Virtual Camera' : null
	};
}
