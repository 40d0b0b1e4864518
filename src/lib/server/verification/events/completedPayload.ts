import type { CheckView, DecisionView } from '$lib/contract/verification';
import type { ReviewStatus } from '$lib/contract/slots';
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { bestFields, mrzOf } from '../checks/fields';

export interface DecisionFacts {
	outcome: Exclude<ReviewStatus, 'none'>;
	reasons: string[];
	decidedBy: string;
	decidedAt: number;
	policyVersion: number;
}

/** What `verification.completed` adds to the common part. */
export const completedPayload = (input: {
	decision: DecisionFacts;
	checks: CheckView[];
	documents: (DocumentAnalysis | null)[];
}) => ({
	event: 'verification.completed' as const,
	decision: decisionView(input.decision),
	checks: input.checks.map(({ name, outcome, reasonCodes, required, score, threshold }) => ({
		name,
		outcome,
		reasonCodes,
		required,
		score,
		threshold
	})),
	fields: bestFields(input.documents, mrzOf(input.documents)?.valid ?? false)
});

export const decisionView = (facts: DecisionFacts): DecisionView => ({
	outcome: facts.outcome,
	reasons: facts.reasons,
	decidedBy: facts.decidedBy,
	decidedAt: new Date(facts.decidedAt).toISOString(),
	policyVersion: facts.policyVersion
});
