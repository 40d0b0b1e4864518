import { RetryAt, type BoundJob } from '$lib/server/jobs';
import { underTrace } from '$lib/server/platform';
import { inSpan } from './inSpan';
import type { Metrics } from './metrics';

/** The same jobs, each attempt timed, and traced as what follows from whatever queued it. */
export const measureJobs = (metrics: Metrics, jobs: BoundJob[]): BoundJob[] =>
	jobs.map((job) => ({
		definition: job.definition,
		prepare(payload) {
			const prepared = job.prepare(payload);
			if (!prepared) return null;
			const { lane, kind } = job.definition;
			return {
				onDead: (tx, reason) => prepared.onDead(tx, reason),
				async run(context) {
					const end = metrics.jobs.startTimer({ lane, kind });
					try {
						const { attempt, traceparent } = context;
						await underTrace(traceparent, () =>
							inSpan(`job ${kind}`, { lane, kind, attempt }, () => prepared.run(context))
						);
						end({ outcome: 'done' });
					} catch (error) {
						end({ outcome: error instanceof RetryAt ? 'retry' : 'failed' });
						throw error;
					}
				}
			};
		}
	}));
