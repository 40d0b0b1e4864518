/** What the worker alone runs: these load the models. Kept out of index.ts so that no page request can. */
import type { Deps } from '$lib/server/deps';
import { bindJob, type BoundJob } from '$lib/server/jobs';
import type { Vision } from '$lib/server/vision/types';
import { abandonEvidence, analyzeEvidence } from './jobs/analyzeEvidence';
import { analyzeEvidenceJob, answerScenarioJob, finalizeSessionJob, runScenarioJob } from './jobs/definitions';
import { abandonSession, finalizeSession } from './jobs/finalizeSession';
import { abandonScenario, answerScenario, playScenario } from './jobs/playScenario';

/** No picture takes this long; one that does has hung its reader. */
const ANALYSIS_DEADLINE_MS = 120_000;

/**
 * @param onOverrun Called when an analysis hangs. The worker ends itself: its lease runs out, another try counts, and after the
 * last one the picture goes to a person as `analysis_failed`.
 */
export const visionJobs = (deps: Deps & { vision: Vision }, onOverrun: () => void): BoundJob[] => [
	bindJob(analyzeEvidenceJob, {
		async handle(context) {
			const deadline = setTimeout(onOverrun, ANALYSIS_DEADLINE_MS);
			try {
				await analyzeEvidence(deps, context);
			} finally {
				clearTimeout(deadline);
			}
		},
		onDead: (tx, payload) => abandonEvidence(tx, deps, payload)
	}),
	bindJob(finalizeSessionJob, {
		handle: (context) => finalizeSession(deps, context),
		onDead: (tx, payload) => abandonSession(tx, deps, payload)
	}),
	bindJob(runScenarioJob, {
		handle: (context) => playScenario(deps, context),
		onDead: (tx, payload, reason) => abandonScenario(tx, deps, payload, reason)
	}),
	bindJob(answerScenarioJob, {
		handle: (context) => answerScenario(deps, context),
		onDead: (tx, payload, reason) => abandonScenario(tx, deps, payload, reason)
	})
];
