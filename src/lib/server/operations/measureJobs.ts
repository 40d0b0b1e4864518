import { RetryAt, type BoundJob } from '$lib/server/jobs';
import { inSpan } from './inSpan';
import type { Metrics } from './metrics';

/** The same jobs, each attempt timed and traced. */
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
						await inSpan(`job ${kind}`, { lane, kind, attempt: context.attempt }, () => prepared.run(context));
						end({ outcome: 'done' });
					} catch (error) {
						end({ outcome: error instanceof RetryAt ? 'retry' : 'failed' });
						throw error;
					}
				}
			};
		}
	}));
