/** Light: what a job is called and how it is retried. The handlers load models and live in the worker alone. */
import { z } from 'zod';
import { defineJob } from '$lib/server/jobs';

const EvidencePayload = z.strictObject({ organizationId: z.string(), sessionId: z.string(), evidenceId: z.string() });
const SessionPayload = z.strictObject({ organizationId: z.string(), sessionId: z.string() });

/** A picture that kills the process or times out three times goes to a person, marked `analysis_failed`. */
export const analyzeEvidenceJob = defineJob({
	kind: 'analyzeEvidence',
	lane: 'vision',
	payload: EvidencePayload,
	maxAttempts: 3,
	backoffMs: (attempt) => attempt * 1000
});

export const finalizeSessionJob = defineJob({
	kind: 'finalizeSession',
	lane: 'vision',
	payload: SessionPayload,
	maxAttempts: 10,
	backoffMs: (attempt) => Math.min(60_000, attempt * 1000)
});
