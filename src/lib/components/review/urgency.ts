import { REVIEW_DUE_MS, REVIEW_SOON_MS } from '$lib/contract/reviewQueue';

/** Pure. How long a session has waited for a person, as the queue marks it. */
export function urgencyOf(waitingSince: number, now: number): 'fresh' | 'soon' | 'late' {
	const age = now - waitingSince;
	return age >= REVIEW_DUE_MS ? 'late' : age >= REVIEW_SOON_MS ? 'soon' : 'fresh';
}
