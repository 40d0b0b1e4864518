/** Light: what a job is called and how it is retried. The handlers load models and live in the worker alone. */
import { z } from 'zod';
import { SCENARIO_IDS } from '$lib/contract/scenarios';
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

const RunPayload = z.strictObject({
	organizationId: z.string(),
	sessionId: z.string(),
	runId: z.string(),
	scenario: z.enum(SCENARIO_IDS)
});

/** The test environment plays an applicant: drawn where pictures are read, never in the web process. */
export const runScenarioJob = defineJob({
	kind: 'runScenario',
	lane: 'vision',
	payload: RunPayload,
	maxAttempts: 3,
	backoffMs: (attempt) => attempt * 1000
});

/** The second half of a run: no person answers a challenge in no time, so it is due when one could have. */
export const answerScenarioJob = defineJob({
	kind: 'answerScenario',
	lane: 'vision',
	payload: RunPayload.extend({ challenge: z.string(), actions: z.string() }),
	maxAttempts: 3,
	backoffMs: (attempt) => attempt * 1000
});
