/** Pure. Which frames of a recording tell the most: the first look ahead, each movement at its clearest, and some in between. */
import type { ReviewFrame, ReviewLiveness } from '$lib/contract/review';

const MOST = 10;

export function tellingFrames(frames: readonly ReviewFrame[], actions: ReviewLiveness['actions']): ReviewFrame[] {
	const chosen = new Set<number>(actions.flatMap(({ frame }) => (frame === null ? [] : [frame])));
	for (const [index, frame] of frames.entries()) if (frame.step !== frames[index - 1]?.step) chosen.add(frame.number);
	const step = Math.max(1, Math.ceil(frames.length / MOST));
	for (let at = 0; at < frames.length && chosen.size < MOST; at += step) chosen.add(frames[at]?.number ?? 0);
	return frames.filter(({ number }) => chosen.has(number));
}
