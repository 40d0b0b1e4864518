import type { LivenessAction } from '$lib/contract/slots';
import { AT_REST, openHead, type HeadOptions, type HeadState } from './drawHead';
import { saveJpeg } from './specimen';

export interface DrawnBurst {
	/** JPEGs as a page would send them. */
	frames: Buffer[];
	/** When each was taken, and what was being asked. */
	times: { atMs: number; step: number }[];
}

export interface BurstScript extends HeadOptions {
	/** What the person does, in this order. */
	actions: readonly LivenessAction[];
	seed?: number;
	/** Frames for looking ahead and for each action; default 5 and 9. */
	restFrames?: number;
	actionFrames?: number;
	/** Between two frames; default 220. */
	gapMs?: number;
}

/** The end of each movement; it comes and goes within its time. */
const PEAK: Record<LivenessAction, Partial<HeadState>> = {
	turn_left: { yaw: -28 },
	turn_right: { yaw: 28 },
	nod: { pitch: 20 },
	blink: { eyesClosed: 1 },
	smile: { smile: 0.7 }
};

/** Where the head is at `share` (0…1) of the time given to one action: it waits, moves, holds, and comes back. */
export function poseDuring(action: LivenessAction, share: number): HeadState {
	const rise = Math.min(1, Math.max(0, (share - 0.15) / 0.25));
	const fall = Math.min(1, Math.max(0, (0.95 - share) / 0.25));
	const reach = Math.min(rise, fall);
	const state = { ...AT_REST };
	for (const name of ['yaw', 'pitch', 'eyesClosed', 'smile'] as const) {
		const peak = PEAK[action][name];
		if (peak !== undefined) state[name] = AT_REST[name] + (peak - AT_REST[name]) * reach;
	}
	return state;
}

/** A person looks ahead, then does what is asked, one after the other: every frame drawn with noise of its own. */
export async function drawBurst(script: BurstScript): Promise<DrawnBurst> {
	const { actions, seed = 1, restFrames = 5, actionFrames = 9, gapMs = 220 } = script;
	const head = await openHead(script);
	const states: { step: number; state: HeadState }[] = Array.from({ length: restFrames }, () => ({
		step: 0,
		state: AT_REST
	}));
	for (const [index, action] of actions.entries())
		for (let frame = 0; frame < actionFrames; frame++)
			states.push({ step: index + 1, state: poseDuring(action, (frame + 0.5) / actionFrames) });
	const frames: Buffer[] = [];
	for (const [index, { state }] of states.entries())
		frames.push(await saveJpeg(head.frame(state, seed * 1000 + index), 80));
	return { frames, times: states.map(({ step }, index) => ({ step, atMs: index * gapMs })) };
}
