import type { ReviewDecision } from '$lib/contract/review';

/** Pure. What the policy and what people decided last, side by side, newest first; everything before that apart. */
export function bothSides(newestFirst: readonly ReviewDecision[]): {
	shown: ReviewDecision[];
	earlier: ReviewDecision[];
} {
	const automatic = newestFirst.find(({ decidedBy }) => decidedBy === 'policy');
	const human = newestFirst.find(({ decidedBy }) => decidedBy !== 'policy');
	const isShown = (decision: ReviewDecision) => decision === automatic || decision === human;
	return { shown: newestFirst.filter(isShown), earlier: newestFirst.filter((decision) => !isShown(decision)) };
}
