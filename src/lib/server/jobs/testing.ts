import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Store } from '$lib/server/db';
import { createLogger, systemIds, testClock } from '$lib/server/platform';
import { bindJob, defineJob, type JobHandler } from './defineJob';
import { enqueue } from './queue';
import { createRunner, type RunnerOptions } from './runner';

/**
 * A little world around one kind of job, for tests: a turned clock, a silent log, short ways to enqueue and look. The
 * heartbeat alone goes by real time, and none comes unless it is asked for.
 */
export function makeJobWorld(store: Store, { heartbeatMs = 600_000 }: { heartbeatMs?: number } = {}) {
	const clock = testClock();
	const deps = { store, clock, ids: systemIds, log: createLogger({ level: 'silent', name: 'test' }) };
	const greet = defineJob({
		kind: 'greet',
		lane: 'test',
		payload: z.object({ name: z.string() }),
		maxAttempts: 3,
		backoffMs: (attempt) => attempt * 1_000,
		heartbeatMs
	});
	return {
		deps,
		clock,
		greet,
		add: (name: string, more: { runAt?: number; groupKey?: string; ownerKey?: string; key?: string } = {}) =>
			store.tx((tx) => enqueue(tx, deps, { job: greet, payload: { name }, key: `greet:${name}`, ...more })),
		runner: (handler: JobHandler<{ name: string }>, options: Partial<RunnerOptions> = {}) =>
			createRunner({
				deps,
				lane: 'test',
				concurrency: 1,
				pollMs: 1,
				jobs: [bindJob(greet, handler)],
				...options
			}),
		row: async (name: string) =>
			(
				await store.db
					.select()
					.from(store.t.jobs)
					.where(eq(store.t.jobs.key, `greet:${name}`))
			)[0]
	};
}
