import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '$lib/server/db';
import type { Clock } from '$lib/server/platform';
import { queueDepth } from './queueDepth';

/** What one process counts. Labels are names of routes, lanes and kinds: never an id, an address or anything of a person. */
export interface Metrics {
	readonly registry: Registry;
	readonly requests: Histogram<'route' | 'method' | 'status'>;
	/** Calls of keys over their limit that were answered without being read: they are in no histogram. */
	readonly knownRefusals: Counter;
	readonly jobs: Histogram<'lane' | 'kind' | 'outcome'>;
}

/** From a page of 5 ms to an analysis of two minutes. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

export function createMetrics(): Metrics {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	const registers = [registry];
	return {
		registry,
		requests: new Histogram({
			name: 'idb_http_request_seconds',
			help: 'Requests by route, method and class of status',
			labelNames: ['route', 'method', 'status'],
			buckets: SECONDS,
			registers
		}),
		knownRefusals: new Counter({
			name: 'idb_http_known_refusals_total',
			help: 'Calls of keys over their limit, answered without being read',
			registers
		}),
		jobs: new Histogram({
			name: 'idb_job_seconds',
			help: 'Attempts at jobs by lane, kind and outcome (done, retry, failed): analyses, webhook deliveries, erasures',
			labelNames: ['lane', 'kind', 'outcome'],
			buckets: SECONDS,
			registers
		})
	};
}

/** Adds what waits in the queue, asked of the database at each scrape. One process of an installation is enough for it. */
export function addQueueDepth({ registry }: Metrics, { store, clock }: { store: Store; clock: Clock }): void {
	const registers = [registry];
	const oldest = new Gauge({
		name: 'idb_jobs_oldest_due_seconds',
		help: 'How long the oldest due job of a lane has waited',
		labelNames: ['lane'],
		registers
	});
	new Gauge({
		name: 'idb_jobs',
		help: 'Jobs by lane and state: due, running, later, dead',
		labelNames: ['lane', 'state'],
		registers,
		async collect() {
			this.reset();
			oldest.reset();
			for (const { lane, oldestDueSeconds, ...states } of await queueDepth(store, clock.now())) {
				oldest.set({ lane }, oldestDueSeconds);
				for (const [state, count] of Object.entries(states)) this.set({ lane, state }, count);
			}
		}
	});
}
