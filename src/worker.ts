/** Second entry: takes up what the site has queued. Lane `vision` runs one picture at a time; `delivery` sends webhooks; `io` erases. */
import { availableParallelism } from 'node:os';
import { eraseEndedLogins } from '$lib/server/auth';
import { createDeps, type Deps } from '$lib/server/deps';
import { createRunner, type Runner } from '$lib/server/jobs';
import { loadConfig } from '$lib/server/platform';
import {
	bindFinishErasure,
	bindRetentionSweep,
	enqueueRetentionSweep,
	expireOverdueSessions,
	forgetExpiredSecrets
} from '$lib/server/verification';
import { visionJobs } from '$lib/server/verification/worker';
import { openVisionThread } from '$lib/server/vision';
import { webhookJobs } from '$lib/server/webhooks';

const SWEEP_EVERY_MS = 60_000;
/** D-3: what is due is gone within the hour. */
const RETENTION_EVERY_MS = 10 * 60_000;
/** Nobody waits for what the io lane does. */
const IO_POLL_MS = 1_000;
/** Below the supervisor's patience, so that leases are given back before it loses it. */
const STOP_GRACE_MS = 10_000;
/** Waiting on receivers costs little; each endpoint has its own limit of ten (the runner's groupLimit). */
const PARALLEL_DELIVERIES = 128;

async function main(): Promise<void> {
	const config = loadConfig(process.env);
	const deps = await createDeps(config, { name: 'worker' });
	const vision = config.workerLanes === 'delivery' ? null : await openVision(deps);
	const lanes: Runner[] = [];
	if (vision) {
		const jobs = visionJobs({ ...deps, vision }, () => endItself(deps, 'an analysis hangs'));
		lanes.push(createRunner({ deps, lane: 'vision', concurrency: 1, jobs }));
	}
	if (config.workerLanes !== 'vision') {
		lanes.push(createRunner({ deps, lane: 'delivery', concurrency: PARALLEL_DELIVERIES, jobs: webhookJobs(deps) }));
		const erasures = [bindRetentionSweep(deps), bindFinishErasure(deps)];
		lanes.push(createRunner({ deps, lane: 'io', concurrency: 1, jobs: erasures, pollMs: IO_POLL_MS }));
	}
	for (const lane of lanes) lane.start();
	const sweep = setInterval(() => {
		expireOverdueSessions(deps).catch((error: unknown) => deps.log.error({ err: error }, 'expiry sweep failed'));
		forgetExpiredSecrets(deps).catch((error: unknown) => deps.log.error({ err: error }, 'secrets sweep failed'));
		eraseEndedLogins(deps).catch((error: unknown) => deps.log.error({ err: error }, 'login sweep failed'));
	}, SWEEP_EVERY_MS);
	const sweepRetention = () =>
		void enqueueRetentionSweep(deps).catch((error: unknown) =>
			deps.log.error({ err: error }, 'no retention sweep queued')
		);
	sweepRetention();
	const retention = setInterval(sweepRetention, RETENTION_EVERY_MS);
	deps.log.info({ lanes: config.workerLanes, models: Object.keys(vision?.models ?? {}) }, 'worker ready');
	// To the supervisor, where there is one.
	process.send?.('ready');

	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		clearInterval(sweep);
		clearInterval(retention);
		await Promise.all(lanes.map((lane) => lane.stop({ graceMs: STOP_GRACE_MS })));
		await vision?.close();
		await deps.close();
		process.exit(0);
	};
	process.on('SIGTERM', () => void stop());
	process.on('SIGINT', () => void stop());
	// The supervisor's end, however it came, is ours too: no worker outlives its parent.
	process.on('disconnect', () => void stop());
}

const openVision = (deps: Deps) =>
	openVisionThread({
		modelsDir: deps.config.modelsDir,
		file: new URL('./visionThread.js', import.meta.url),
		assistants: availableParallelism() - 1,
		onLost: () => endItself(deps, 'the vision engine has ended')
	});

/** Whoever supervises this process starts it again, with an engine that answers. */
function endItself(deps: Deps, why: string): never {
	deps.log.fatal(`${why}: the worker ends itself and is started again`);
	process.exit(1);
}

main().catch((error: unknown) => {
	process.stderr.write(`worker: ${error instanceof Error ? error.message : 'could not start'}\n`);
	process.exit(1);
});
