/** Pure. What the checks of a decided session come to under another policy, from what was read then. */
import { notRun } from '../checks/results';
import { runChecks } from '../checks/registry';
import type { CheckInput, CheckResult } from '../checks/types';

/** A check as it was recorded with the decision. */
export type RecordedCheck = Pick<CheckResult, 'outcome' | 'required' | 'score' | 'threshold'> & {
	name: string;
	reasonCodes: string[];
};

/**
 * Runs every check again but two. The faces are not compared anew (their templates went with the decision): the recorded score meets
 * the new line. The liveness recording is not weighed anew: it stands as it was, and counts as missing where it was never asked for.
 */
export function rejudge(
	input: Omit<CheckInput, 'faceComparison' | 'liveness'>,
	recorded: readonly RecordedCheck[]
): CheckResult[] {
	const face = recorded.find(({ name }) => name === 'face_match');
	const live = recorded.find(({ name }) => name === 'liveness');
	const faceComparison = face ? recordedComparison(face) : null;
	const { liveness: required } = input.policy.require;
	return runChecks({ ...input, faceComparison, liveness: null }).map((check) => {
		if (check.name !== 'liveness' || !live) return check;
		if (required && !live.required) return notRun('liveness', ['liveness_not_answered']);
		return {
			...check,
			outcome: live.outcome,
			reasonCodes: live.reasonCodes as CheckResult['reasonCodes'],
			required,
			score: live.score,
			threshold: live.threshold
		};
	});
}

function recordedComparison({ score, threshold, outcome }: RecordedCheck): CheckInput['faceComparison'] {
	if (score === null || threshold === null) return null;
	const uncertain = outcome === 'inconclusive';
	return { comparisonScore: score, threshold, operatingPoint: 'as recorded', match: outcome === 'pass', uncertain };
}
