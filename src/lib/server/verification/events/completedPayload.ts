import type { CheckView, DecisionView, FieldsView } from '$lib/contract/verification';
import type { ReviewStatus } from '$lib/contract/slots';

export interface DecisionFacts {
	outcome: Exclude<ReviewStatus, 'none'>;
	reasons: string[];
	decidedBy: string;
	decidedAt: number;
	policyVersion: number;
}

/** What `verification.completed` adds to the common part. */
export const completedPayload = (input: { decision: DecisionFacts; checks: CheckView[]; fields: FieldsView }) => ({
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
	fields: input.fields
});

export const decisionView = (facts: DecisionFacts): DecisionView => ({
	outcome: facts.outcome,
	reasons: facts.reasons,
	decidedBy: facts.decidedBy,
	decidedAt: new Date(facts.decidedAt).toISOString(),
	policyVersion: facts.policyVersion
});
