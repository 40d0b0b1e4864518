/** Second entry: takes up what the site has queued. Lane `vision` runs as many pictures at a time as there are engines; `delivery` sends webhooks; `io` erases. */
import { availableParallelism, totalmem } from 'node:os';
import { linkAuditEvents } from '$lib/server/audit';
import { forgetOldRequests } from '$lib/server/requestLog';
import { eraseEndedLogins } from '$lib/server/auth';
import { createDeps, type Deps } from '$lib/server/deps';
import { createRunner, type BoundJob, type Runner } from '$lib/server/jobs';
import { createMetrics, measureJobs, serveMetrics, type Metrics } from '$lib/server/operations';
import { loadConfig } from '$lib/server/platform';
import {
	bindFinishErasure,
	bindRetentionSweep,
	enqueueRetentionSweep,
	expireOverdueSessions,
	foldEvents,
	forgetExpiredSecrets
} from '$lib/server/verification';
import { visionJobs } from '$lib/server/verification/worker';
import { openVisionPool, planEngines } from '$lib/server/vision';
import type { Vision } from '$lib/server/vision/types';
import { webhookJobs } from '$lib/server/webhooks';

const SWEEP_EVERY_MS = 60_000;
/** Retention, the audit chain and the figures counted from it. D-3: what is due is gone within the hour. */
const SELDOM_MS = 10 * 60_000;
/** Nobody waits for what the io lane does. */
const IO_POLL_MS = 1_000;
/** Below the supervisor's patience, so that leases are given back before it loses it. */
const STOP_GRACE_MS = 10_000;
/** Waiting on receivers costs little; each endpoint has its own limit of ten (the runner's groupLimit). */
const PARALLEL_DELIVERIES = 128;
/** Each address is an endpoint of its own, and an organization may name as many dead ones as it likes: three more find room beside it. */
const DELIVERIES_EACH = PARALLEL_DELIVERIES / 4;

async function main(): Promise<void> {
	const config = loadConfig(process.env);
	const deps = await createDeps(config, { name: 'worker' });
	const vision = config.workerLanes === 'delivery' ? null : await openVision(deps);
	const metrics = createMetrics();
	const stopMetrics = startMetrics(deps, metrics);
	const lanes = lanesOf(deps, vision, metrics);
	for (const lane of lanes) lane.start();
	const sweep = setInterval(() => {
		expireOverdueSessions(deps).catch((error: unknown) => deps.log.error({ err: error }, 'expiry sweep failed'));
		forgetExpiredSecrets(deps).catch((error: unknown) => deps.log.error({ err: error }, 'secrets sweep failed'));
		eraseEndedLogins(deps).catch((error: unknown) => deps.log.error({ err: error }, 'login sweep failed'));
	}, SWEEP_EVERY_MS);
	const seldom = () => {
		forgetOldRequests(deps).catch((error: unknown) => deps.log.error({ err: error }, 'request log sweep failed'));
		enqueueRetentionSweep(deps).catch((error: unknown) => deps.log.error({ err: error }, 'no retention sweep queued'));
		linkAuditEvents(deps)
			.then(() => foldEvents(deps))
			.catch((error: unknown) => deps.log.error({ err: error }, 'audit chain or figures not extended'));
	};
	seldom();
	const rest = setInterval(seldom, SELDOM_MS);
	deps.log.info({ lanes: config.workerLanes, models: Object.keys(vision?.models ?? {}) }, 'worker ready');
	// To the supervisor, where there is one.
	process.send?.('ready');

	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		clearInterval(sweep);
		clearInterval(rest);
		await Promise.all(lanes.map((lane) => lane.stop({ graceMs: STOP_GRACE_MS })));
		stopMetrics?.();
		await vision?.close();
		await deps.close();
		process.exit(0);
	};
	process.on('SIGTERM', () => void stop());
	process.on('SIGINT', () => void stop());
	// The supervisor's end, however it came, is ours too: no worker outlives its parent.
	process.on('disconnect', () => void stop());
}

function lanesOf(deps: Deps, vision: Vision | null, metrics: Metrics): Runner[] {
	const lane = (
		name: string,
		concurrency: number,
		jobs: BoundJob[],
		more: { pollMs?: number; ownerLimit?: number } = {}
	) => createRunner({ deps, lane: name, concurrency, jobs: measureJobs(metrics, jobs), ...more });
	const lanes: Runner[] = [];
	if (vision)
		lanes.push(
			lane(
				'vision',
				plan.engines,
				visionJobs({ ...deps, vision }, () => endItself(deps, 'an analysis hangs'))
			)
		);
	if (deps.config.workerLanes === 'vision') return lanes;
	return [
		...lanes,
		lane('delivery', PARALLEL_DELIVERIES, webhookJobs(deps), { ownerLimit: DELIVERIES_EACH }),
		lane('io', 1, [bindRetentionSweep(deps), bindFinishErasure(deps)], { pollMs: IO_POLL_MS })
	];
}

/** The site has METRICS_PORT itself; the worker beside it takes the next. */
function startMetrics({ config, log }: Deps, metrics: Metrics): (() => void) | null {
	if (config.metricsPort === null) return null;
	return serveMetrics(metrics, { host: config.metricsHost, port: config.metricsPort + 1, log });
}

/** What a container allows counts, where it says. */
const plan = planEngines({
	cores: availableParallelism(),
	memory: Math.min(totalmem(), process.constrainedMemory() || Infinity)
});

const openVision = (deps: Deps) =>
	openVisionPool(
		{
			modelsDir: deps.config.modelsDir,
			file: new URL('./visionThread.js', import.meta.url),
			assistants: plan.assistants,
			onLost: () => endItself(deps, 'the vision engine has ended')
		},
		plan.engines
	);

/** Whoever supervises this process starts it again, with an engine that answers. */
function endItself(deps: Deps, why: string): never {
	deps.log.fatal(`${why}: the worker ends itself and is started again`);
	process.exit(1);
}

main().catch((error: unknown) => {
	process.stderr.write(`worker: ${error instanceof Error ? error.message : 'could not start'}\n`);
	process.exit(1);
});
