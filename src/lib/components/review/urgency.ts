import type { ReviewTimes } from '$lib/contract/reviewQueue';

/** Pure. How long a session has waited for a person, as the queue marks it. */
export function urgencyOf(
	waitingSince: number,
	now: number,
	{ soonMinutes, dueMinutes }: ReviewTimes
): 'fresh' | 'soon' | 'late' {
	const minutes = (now - waitingSince) / 60_000;
	return minutes >= dueMinutes ? 'late' : minutes >= soonMinutes ? 'soon' : 'fresh';
}
