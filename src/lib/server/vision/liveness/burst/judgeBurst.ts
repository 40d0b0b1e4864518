/** Pure. Whether a burst answers its challenge. The same readings and request always give the same reasons. */
import type { BurstReason, ModelReason } from '$lib/contract/reasonCodes';
import type { LivenessAction } from '$lib/contract/slots';
import { bestFrame, findActions, median, REACTION_MS, restOf, shownIn, type Rest } from './findActions';
import { SAME_PICTURE } from './frameTraces';
import type { BurstAnalysis, BurstRequest, FrameReading } from './types';

export interface BurstVerdict extends Pick<BurstAnalysis, 'actions'> {
	reasons: (BurstReason | ModelReason)[];
}

/** Two operating points of the embedder; below the looser one the face is another's. */
export interface SameFace {
	threshold: number;
}

/** @param oneEncoder false where the frames differ in size or in how they were encoded, or carry an encoder's signature */
export function judgeBurst(
	frames: readonly FrameReading[],
	request: BurstRequest,
	{ oneEncoder, sameFace }: { oneEncoder: boolean; sameFace: SameFace }
): BurstVerdict {
	const reasons = new Set<BurstReason | ModelReason>();
	for (const reason of judgeFeed(frames, request, oneEncoder)) reasons.add(reason);
	if (frames.some(({ alike }) => alike !== null && alike < sameFace.threshold)) reasons.add('liveness_face_changed');
	if (frames.filter(({ rival }) => rival).length >= 2) reasons.add('several_faces');
	const unseen = request.actions.map((action) => ({ action, frame: null }));
	if (frames.every(({ face }) => face === null)) return { actions: unseen, reasons: ['face_not_found', ...reasons] };
	if (frames.filter(({ face }) => face === null).length > frames.length * MAX_LOST) reasons.add('liveness_face_lost');
	const rest = restOf(frames);
	if (rest === null) return { actions: unseen, reasons: [...reasons.add('liveness_face_lost')] };
	const actions = findActions(frames, rest, request.actions);
	const disorder = judgeOrder(
		frames,
		rest,
		request.actions,
		actions.map(({ frame }) => frame)
	);
	if (disorder !== null) reasons.add(disorder);
	return { actions, reasons: [...reasons] };
}

/** A turned head may be lost for some frames. */
const MAX_LOST = 0.3;

/** Signs that what came is not what a camera saw just now. */
function judgeFeed(frames: readonly FrameReading[], request: BurstRequest, oneEncoder: boolean): BurstReason[] {
	const reasons: BurstReason[] = [];
	const still = frames.filter(({ change }) => change !== null && change <= SAME_PICTURE).length;
	if (still > (frames.length - 1) * MAX_STILL) reasons.push('liveness_frames_frozen');
	if (frames.filter(({ repeatOf }) => repeatOf !== null).length >= LEAST_REPEATS)
		reasons.push('liveness_frames_repeated');
	if (!oneEncoder) reasons.push('liveness_frames_altered');
	const seen = new Set(request.seenBefore);
	if (frames.filter(({ digest }) => seen.has(digest)).length >= LEAST_REPEATS) reasons.push('liveness_burst_replayed');
	if (!isPossible(request)) reasons.push('liveness_timing_impossible');
	return reasons;
}

/** A camera that is slower than the page shows every second picture twice at worst. */
const MAX_STILL = 0.5;
/** Two equal pictures may be chance in the dark; three are a loop. */
const LEAST_REPEATS = 3;

/** Whether a camera and a person could have kept these times. */
function isPossible({ frames, actions, elapsedMs }: BurstRequest): boolean {
	const times = frames.map(({ atMs }) => atMs);
	const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
	if (gaps.some((gap) => gap <= 0) || median(gaps) < MIN_GAP_MS) return false;
	const lasted = (times.at(-1) ?? 0) - (times[0] ?? 0);
	if (lasted > elapsedMs + CLOCK_TOLERANCE_MS) return false;
	return actions.every((_, index) => {
		const own = frames.filter(({ step }) => step === index + 1);
		return (own.at(-1)?.atMs ?? 0) - (own[0]?.atMs ?? 0) >= MIN_STEP_MS;
	});
}

/** 40 frames a second: more than a page can encode on a phone. */
const MIN_GAP_MS = 25;
/** A movement takes a person longer than this from reading what to do. */
const MIN_STEP_MS = 600;
/** Clocks of phones run at slightly different speeds; minutes are no drift. */
const CLOCK_TOLERANCE_MS = 2000;

/** Missing: nothing of it was seen. Wrong order: it was seen at another's time, or the head was turned where nobody asked for it. */
function judgeOrder(
	frames: readonly FrameReading[],
	rest: Rest,
	asked: readonly LivenessAction[],
	seen: readonly (number | null)[]
): 'liveness_action_missing' | 'liveness_wrong_order' | null {
	const steps = asked.map((_, index) => index + 1);
	const displaced = asked.some(
		(action, index) =>
			seen[index] === null && steps.some((step) => step !== index + 1 && bestFrame(frames, rest, action, step) !== null)
	);
	if (displaced || turnsUnasked(frames, rest, asked)) return 'liveness_wrong_order';
	return seen.includes(null) ? 'liveness_action_missing' : null;
}

/** A recording that shows everything in turn must not fit by chance: a head turned unasked counts against it. */
function turnsUnasked(frames: readonly FrameReading[], rest: Rest, asked: readonly LivenessAction[]): boolean {
	let unasked = 0;
	for (const { atMs, step, face } of frames) {
		if (face === null) continue;
		const began = frames.find((frame) => frame.step === step)?.atMs ?? 0;
		const allowed = [asked[step - 1], ...(atMs - began <= REACTION_MS ? [asked[step - 2]] : [])];
		const shown = shownIn(face, rest);
		const turn = (['turn_left', 'turn_right'] as const).find((action) => (shown[action] ?? 0) >= CLEAR_TURN);
		if (turn !== undefined && !allowed.includes(turn)) unasked++;
	}
	return unasked >= LEAST_UNASKED;
}

/** Times what counts as a turn when asked for: whoever comes back from one may swing a little past the middle. */
const CLEAR_TURN = 1.3;
const LEAST_UNASKED = 3;
