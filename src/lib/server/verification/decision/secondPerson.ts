/** Pure. Whether one person's word is enough, and what another person's word makes of it. */
import type { SecondApproval } from '$lib/contract/policy';
import type { HumanOutcome } from './recommendation';

export type Weight = 'final' | 'proposal';

/** Whether this policy wants two people for this outcome. */
export function wantsTwo(policy: SecondApproval, outcome: HumanOutcome): boolean {
	switch (policy) {
		case 'off':
			return false;
		case 'approvals':
			return outcome === 'approved';
		case 'all':
			return true;
		default:
			return policy satisfies never;
	}
}

/**
 * What a person's word amounts to, given the open proposal. Another person's same word confirms it, and another person's
 * rejection stops it. An approval that the first person did not want has only one voice still: it waits for another.
 */
export function weigh(
	policy: SecondApproval,
	outcome: HumanOutcome,
	byUserId: string,
	open: { outcome: HumanOutcome; proposedBy: string } | null
): Weight {
	if (!wantsTwo(policy, outcome)) return 'final';
	if (!open || open.proposedBy === byUserId) return 'proposal';
	return outcome === open.outcome || outcome === 'rejected' ? 'final' : 'proposal';
}
