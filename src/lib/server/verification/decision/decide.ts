/** Pure. The same checks and policy always give the same decision. */
import type { Policy } from '$lib/contract/policy';
import type { ReasonCode } from '$lib/contract/reasonCodes';
import type { ReviewStatus } from '$lib/contract/slots';
import type { CheckResult } from '../checks/types';

export interface Verdict {
	outcome: Exclude<ReviewStatus, 'none'>;
	reasons: ReasonCode[];
}

/**
 * Contract, Words. Only the age block rejects by itself; `approved` needs the organization's switch and every required check
 * to pass; anything else is a person's to decide. Tampering never rejects: its check cannot fail.
 */
export function decide(checks: readonly CheckResult[], policy: Pick<Policy, 'automaticApproval'>): Verdict {
	const age = checks.find((check) => check.name === 'age');
	if (age?.outcome === 'fail') return { outcome: 'rejected', reasons: age.reasonCodes };
	const open = checks.filter((check) => check.required && check.outcome !== 'pass');
	if (open.length > 0)
		return { outcome: 'pending_review', reasons: [...new Set(open.flatMap((check) => check.reasonCodes))] };
	// No checks at all is not "all checks passed".
	const passed = checks.some((check) => check.required && check.outcome === 'pass');
	if (policy.automaticApproval && passed) return { outcome: 'approved', reasons: [] };
	return { outcome: 'pending_review', reasons: ['manual_review_required'] };
}
