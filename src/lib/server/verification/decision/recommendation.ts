/** Pure. What the machine's findings amount to, for whoever decides on top of them. */
import type { CheckOutcome, ReviewStatus } from '$lib/contract/slots';

export type HumanOutcome = 'approved' | 'rejected';

/**
 * What the policy decided; where it left that to a person, `rejected` when a required check failed. Null: it says nothing either
 * way. Deciding otherwise is an override, and says why.
 */
export function recommendation(
	automatic: Exclude<ReviewStatus, 'none'> | null,
	checks: readonly { required: boolean; outcome: CheckOutcome }[]
): HumanOutcome | null {
	if (automatic === 'approved' || automatic === 'rejected') return automatic;
	return checks.some((check) => check.required && check.outcome === 'fail') ? 'rejected' : null;
}
