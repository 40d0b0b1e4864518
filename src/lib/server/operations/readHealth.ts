import { access, constants, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Health, HealthProblem } from '$lib/contract/health';
import type { Store } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { queueDepth, type LaneDepth } from './queueDepth';

/** Below this a few uploads fill the disk. */
const LEAST_FREE_BYTES = 100 * 1024 ** 2;

/**
 * Whether this process can do its work, and if not, why. `ready` asks for the database at the newest migration, a place for
 * pictures that can be written, and room on the disk; a missing model is told but does not make the site unready, since sessions are then
 * decided by people.
 */
export async function readHealth(deps: Pick<Deps, 'config' | 'store' | 'clock'>): Promise<Health> {
	const database = await askDatabase(deps);
	const models = await modelFiles(deps.config.modelsDir);
	const storage = await storageProblem(deps.config.dataDir);
	const blocking: HealthProblem[] = [
		...(database === null ? ['database_unreachable' as const] : []),
		...(database && database.applied < database.expected ? ['schema_behind' as const] : []),
		...(storage === null ? [] : [storage])
	];
	const missing = models.filter(({ state }) => state === 'missing');
	return {
		live: true,
		ready: blocking.length === 0,
		problems: [...blocking, ...(missing.length > 0 || models.length === 0 ? ['models_missing' as const] : [])],
		migration: database && { applied: database.applied, expected: database.expected },
		models,
		queue: database?.queue ?? []
	};
}

async function askDatabase({ store, config, clock }: Pick<Deps, 'config' | 'store' | 'clock'>): Promise<{
	applied: number;
	expected: number;
	queue: LaneDepth[];
} | null> {
	try {
		const [applied, queue] = [await appliedMigrations(store), await queueDepth(store, clock.now())];
		return { applied, expected: await expectedMigrations(config.migrationsDir, store.dialect), queue };
	} catch {
		return null;
	}
}

async function appliedMigrations(store: Store): Promise<number> {
	const table = store.dialect === 'pg' ? sql`drizzle.__drizzle_migrations` : sql`__drizzle_migrations`;
	const [row] = await store.db.select({ count: sql<number>`count(*)` }).from(table);
	return Number(row?.count ?? 0);
}

const Journal = z.object({ entries: z.array(z.unknown()) });

async function expectedMigrations(folder: string, dialect: Store['dialect']): Promise<number> {
	const text = await readFile(join(folder, dialect, 'meta', '_journal.json'), 'utf8');
	return Journal.parse(JSON.parse(text)).entries.length;
}

const ModelManifest = z.object({
	models: z.array(z.object({ id: z.string(), files: z.array(z.object({ file: z.string() })) }))
});

/** Whether the files of each model that the manifest pins are there; the worker compares their hashes when it opens them. */
async function modelFiles(folder: string): Promise<Health['models']> {
	const parsed = await readFile(join(folder, 'manifest.json'), 'utf8')
		.then((text) => ModelManifest.parse(JSON.parse(text)))
		.catch(() => ({ models: [] }));
	return Promise.all(
		parsed.models.map(async ({ id, files }) => ({
			id,
			state: await Promise.all(files.map(({ file }) => access(join(folder, file), constants.R_OK))).then(
				() => 'present' as const,
				() => 'missing' as const
			)
		}))
	);
}

async function storageProblem(dataDir: string): Promise<HealthProblem | null> {
	try {
		await access(join(dataDir, 'blobs'), constants.W_OK);
		const { bavail, bsize } = await statfs(dataDir);
		return bavail * bsize < LEAST_FREE_BYTES ? 'disk_full' : null;
	} catch {
		return 'storage_unwritable';
	}
}
