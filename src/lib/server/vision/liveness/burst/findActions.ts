/** Pure. Which movements a run of frames shows, against how the same face looked while it looked ahead. */
import type { LivenessAction } from '$lib/contract/slots';
import type { FaceMotion, FrameReading, SeenAction } from './types';

/** The face at rest: medians over the frames of step 0. */
export type Rest = Pick<
	FaceMotion,
	'yaw' | 'pitch' | 'noseAcross' | 'noseDown' | 'eyeOpening' | 'eyesOpen' | 'mouthWidth'
>;

/** Null where fewer than three frames of step 0 show a face. */
export function restOf(frames: readonly FrameReading[]): Rest | null {
	const faces = frames.flatMap(({ step, face }) => (step === 0 && face ? [face] : []));
	if (faces.length < MIN_REST_FRAMES) return null;
	const of = (name: keyof Rest): number => median(faces.map((face) => face[name]));
	return {
		yaw: of('yaw'),
		pitch: of('pitch'),
		noseAcross: of('noseAcross'),
		noseDown: of('noseDown'),
		eyeOpening: of('eyeOpening'),
		eyesOpen: of('eyesOpen'),
		mouthWidth: of('mouthWidth')
	};
}

const MIN_REST_FRAMES = 3;

/** Every movement that each frame shows, strongest value first by its own scale (1: just enough). */
export function shownIn(face: FaceMotion, rest: Rest): Partial<Record<LivenessAction, number>> {
	const yaw = face.yaw - rest.yaw;
	const nose = face.noseAcross - rest.noseAcross;
	const lowered = rest.pitch - face.pitch;
	const noseLowered = face.noseDown - rest.noseDown;
	const ahead = Math.abs(yaw) < STILL_YAW;
	const shown: Partial<Record<LivenessAction, number>> = {};
	const put = (action: LivenessAction, ...shares: number[]): void => {
		const least = Math.min(...shares);
		if (least >= 1) shown[action] = least;
	};
	put('turn_right', yaw / TURN_YAW, -nose / TURN_NOSE);
	put('turn_left', -yaw / TURN_YAW, nose / TURN_NOSE);
	if (!ahead) return shown;
	put('nod', lowered / NOD_PITCH, noseLowered / NOD_NOSE);
	// A lowered head lowers the lids as well, and widens nothing.
	if (noseLowered > NOD_NOSE) return shown;
	const closed = CLOSED_SHARE * rest.eyeOpening;
	if (face.eyesOpen <= rest.eyesOpen * CLOSED_PROBABILITY) put('blink', closed / Math.max(1e-6, face.eyeOpening));
	put('smile', (face.mouthWidth / Math.max(1e-6, rest.mouthWidth) - 1) / SMILE_WIDTH);
	return shown;
}

/**
 * Degrees, and distances of the outer eye corners. A head that is drawn turned by 28° reads 12 … 28° and 0.04 … 0.2 (six
 * portraits); the public clip of a real turn reads 20 … 50° and 0.19 … 0.49; the clip of a person who keeps still stays within
 * 2° and 0.02.
 */
const TURN_YAW = 10;
const TURN_NOSE = 0.035;
/** The drawn nod of 20° lowers the pitch by 6 … 19° and the nose by 0.07 … 0.22 of the way to the mouth. */
const NOD_PITCH = 4;
const NOD_NOSE = 0.06;
/** Of the opening at rest: drawn closed eyes keep 0.45 … 0.65. The still clip keeps 0.77 and more. */
const CLOSED_SHARE = 0.76;
/** Of the eye model's probability at rest. */
const CLOSED_PROBABILITY = 0.5;
/** The drawn smile widens by 6 … 17 %, the one in the public clip by 14 %. */
const SMILE_WIDTH = 0.055;
/** Beyond this the shape of mouth and eyes is that of a turned head. */
const STILL_YAW = 9;

/** How late after the next instruction a movement still counts for the one before: people react late. */
export const REACTION_MS = 900;

/** How many frames must show a movement: one frame of noise is none. An eye may be closed in one frame only. */
const LEAST_FRAMES: Record<LivenessAction, number> = { turn_left: 2, turn_right: 2, nod: 2, blink: 1, smile: 2 };

/** For each action, the frame that shows it best within its own time. */
export function findActions(
	frames: readonly FrameReading[],
	rest: Rest,
	actions: readonly LivenessAction[]
): SeenAction[] {
	return actions.map((action, index) => ({ action, frame: bestFrame(frames, rest, action, index + 1) }));
}

/** The clearest frame of `action` from the start of its step until a little after; null where too few show it. */
export function bestFrame(
	frames: readonly FrameReading[],
	rest: Rest,
	action: LivenessAction,
	step: number
): number | null {
	const next = frames.find((frame) => frame.step === step + 1)?.atMs ?? Infinity;
	let best: number | null = null;
	let bestShare = 0;
	let count = 0;
	for (const [index, { atMs, step: own, face }] of frames.entries()) {
		if (face === null || own < step || own > step + 1 || (own === step + 1 && atMs > next + REACTION_MS)) continue;
		const share = shownIn(face, rest)[action] ?? 0;
		if (share > 0) count++;
		if (share <= bestShare) continue;
		[best, bestShare] = [index, share];
	}
	return count >= LEAST_FRAMES[action] ? best : null;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	const upper = sorted[half] ?? 0;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}
