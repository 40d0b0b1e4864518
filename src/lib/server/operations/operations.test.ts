import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Health } from '$lib/contract/health';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { openTestStore } from '$lib/server/db/testing';
import { makeJobWorld } from '$lib/server/jobs/testing';
import { createLogger, loadConfig } from '$lib/server/platform';
import { bindJob, RetryAt } from '$lib/server/jobs';
import { addQueueDepth, createMetrics, measureJobs, readHealth, serveMetrics } from './index';

const TIME_MS = 60_000;

onEveryDatabase('health', ({ openFresh }) => {
	let dataDir: string;
	let world: ReturnType<typeof makeJobWorld>;
	beforeEach(async () => {
		dataDir = mkdtempSync(join(tmpdir(), 'idb-health-'));
		world = makeJobWorld(await openFresh());
	});
	afterEach(async () => {
		await world.deps.store.close();
		rmSync(dataDir, { recursive: true, force: true });
	});
	const health = (change: Record<string, string> = {}) =>
		readHealth({ ...world.deps, config: loadConfig({ DATA_DIR: dataDir, ...change }) });

	it('is ready with the newest migration and a place for pictures, and counts what each lane has before it', async () => {
		mkdirSync(join(dataDir, 'blobs'));
		await world.add('due');
		await world.add('later', { runAt: world.clock.now() + TIME_MS });
		world.clock.advance(TIME_MS / 2);
		const seen = await health();
		expect(Health.parse(seen)).toEqual(seen);
		expect(seen).toMatchObject({ live: true, ready: true });
		expect(seen.migration?.applied).toBe(seen.migration?.expected);
		expect(seen.queue).toEqual([{ lane: 'test', due: 1, running: 0, later: 1, dead: 0, oldestDueSeconds: 30 }]);
		const runner = world.runner({ handle: () => Promise.reject(new RetryAt(world.clock.now() + TIME_MS)) });
		await runner.drain();
		world.clock.advance(TIME_MS);
		expect((await health()).queue).toMatchObject([{ due: 2, dead: 0, oldestDueSeconds: 30 }]);
	});

	it('is not ready without a place for pictures, without its database, or behind its migrations, and says which', async () => {
		expect(await health()).toMatchObject({ ready: false, problems: ['storage_unwritable'] });
		mkdirSync(join(dataDir, 'blobs'));
		expect((await health({ MODELS_DIR: dataDir })).problems).toEqual(['models_missing']);
		expect((await health({ MODELS_DIR: dataDir })).ready).toBe(true);
		const { dialect } = world.deps.store;
		mkdirSync(join(dataDir, 'newer', dialect, 'meta'), { recursive: true });
		const entries = Array.from({ length: 1000 }, () => ({}));
		writeFileSync(join(dataDir, 'newer', dialect, 'meta', '_journal.json'), JSON.stringify({ entries }));
		expect(await health({ MIGRATIONS_DIR: join(dataDir, 'newer') })).toMatchObject({
			ready: false,
			problems: ['schema_behind'],
			migration: { expected: 1000 }
		});
		await world.deps.store.close();
		expect(await health()).toMatchObject({ ready: false, problems: ['database_unreachable'], migration: null });
		world = makeJobWorld(await openFresh());
	});
});

describe('metrics', () => {
	it('counts attempts at jobs by outcome and what waits, and is served on its own port only at its own path', async () => {
		const world = makeJobWorld(await openTestStore());
		const metrics = createMetrics();
		addQueueDepth(metrics, world.deps);
		for (const name of ['good', 'again', 'bad']) await world.add(name);
		const handle = ({ payload }: { payload: { name: string } }) => {
			if (payload.name === 'again') return Promise.reject(new RetryAt(world.clock.now() + TIME_MS));
			return payload.name === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve();
		};
		const jobs = measureJobs(metrics, [bindJob(world.greet, { handle })]);
		await world.runner({ handle }, { jobs }).drain();
		const text = await metrics.registry.metrics();
		for (const outcome of ['done', 'retry', 'failed'])
			expect(text).toContain(`idb_job_seconds_count{lane="test",kind="greet",outcome="${outcome}"} 1`);
		expect(text).toContain('idb_jobs{lane="test",state="later"} 2');
		// No name of anything in a payload gets there.
		expect(text).not.toMatch(/good|again|bad/);
		const port = await freePort();
		const stop = serveMetrics(metrics, {
			host: '127.0.0.1',
			port,
			log: createLogger({ level: 'silent', name: 'test' })
		});
		try {
			expect(await ask(port, '/metrics')).toMatchObject({
				status: 200,
				text: expect.stringContaining('idb_job_seconds')
			});
			expect((await ask(port, '/')).status).toBe(404);
		} finally {
			stop();
			await world.deps.store.close();
		}
	});
});

const ask = (port: number, path: string): Promise<{ status: number | undefined; text: string }> =>
	new Promise((resolve, reject) => {
		get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve({ status: response.statusCode, text }));
		}).on('error', reject);
	});

/** A port that nothing listens on. */
const freePort = (): Promise<number> =>
	new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
