/** What the worker alone runs: these load the models. Kept out of index.ts so that no page request can. */
import { bindJob, type BoundJob } from '$lib/server/jobs';
import type { Deps } from '$lib/server/deps';
import type { Vision } from '$lib/server/vision/types';
import { abandonEvidence, analyzeEvidence } from './jobs/analyzeEvidence';
import { analyzeEvidenceJob, finalizeSessionJob } from './jobs/definitions';
import { finalizeSession } from './jobs/finalizeSession';

export const visionJobs = (deps: Deps & { vision: Vision }): BoundJob[] => [
	bindJob(analyzeEvidenceJob, {
		handle: (context) => analyzeEvidence(deps, context),
		onDead: (tx, payload) => abandonEvidence(tx, deps, payload)
	}),
	bindJob(finalizeSessionJob, { handle: ({ payload }) => finalizeSession(deps, payload) })
];
