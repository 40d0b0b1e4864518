/** Pure. What the standing of a review means for the person who looks at it. */
import type { ReviewStanding } from '$lib/contract/reviewQueue';
import { REVIEW_WORDS } from '$lib/components/dashboard/words';
import { exactTime } from '$lib/components/dashboard/time';
import { m } from '$lib/paraglide/messages';

export const openProposal = (standing: ReviewStanding) =>
	standing.proposals.find(({ state }) => state === 'open') ?? null;

/** Somebody else who is at work on it. */
export const heldByOther = (standing: ReviewStanding) =>
	standing.claim && !standing.claim.mine ? standing.claim : null;

type Moment = Pick<ReviewStanding, 'status' | 'reviewStatus' | 'completedAt'>;

/** Whether the session has moved on since it was read. */
export const movedOn = (seen: Moment, now: Moment): boolean =>
	seen.status !== now.status || seen.reviewStatus !== now.reviewStatus || seen.completedAt !== now.completedAt;

/** Whether this outcome goes against what the machine found, and so needs words. */
export const isOverride = (standing: ReviewStanding, outcome: 'approved' | 'rejected'): boolean =>
	standing.recommendation !== null && standing.recommendation !== outcome;

/** Why a decision did not go through, as far as the standing tells: who did what. Null: it says nothing of it. */
export function conflictText(now: ReviewStanding, seenReviewStatus: string): string | null {
	const held = heldByOther(now);
	if (now.status !== 'completed' && now.status !== 'capturing') return m.dash_conflict_gone();
	if (now.status === 'capturing') {
		const asked = now.resubmissions.at(-1);
		return asked ? m.dash_conflict_asked({ by: asked.by }) : m.dash_conflict_gone();
	}
	if (now.reviewStatus !== seenReviewStatus && now.decided)
		return m.dash_conflict_decided({
			by: now.decided.by,
			outcome: REVIEW_WORDS[now.decided.outcome].text(),
			time: exactTime(now.decided.at)
		});
	if (held) return m.dash_conflict_held({ by: held.by, time: exactTime(held.expiresAt) });
	const open = openProposal(now);
	if (open && !open.mine) return m.dash_conflict_proposed({ by: open.by, outcome: REVIEW_WORDS[open.outcome].text() });
	return null;
}
