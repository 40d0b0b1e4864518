import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCallLimiter, type CallLimiter } from './auth';
import { openStore, type Store } from './db';
import {
	createLogger,
	openKeyring,
	systemClock,
	systemIds,
	type Clock,
	type Config,
	type Ids,
	type Keyring,
	type Logger
} from './platform';
import { openLocalDisk, type BlobStore } from './storage';

/** What services are given. Built once a process; tests pass their own clock, ids or store. */
export interface Deps {
	readonly config: Config;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly log: Logger;
	readonly store: Store;
	readonly keyring: Keyring;
	readonly blobs: BlobStore;
	/** Counts the calls of the public API; holds what this process has drawn in advance. */
	readonly callLimiter: CallLimiter;
}

/** The composition root: the one place that wires all. The worker adds vision (see worker.ts). */
export async function createDeps(
	config: Config,
	options: { name: string }
): Promise<Deps & { close(): Promise<void> }> {
	mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
	const store = await openStore(config.databaseUrl, { migrationsDir: config.migrationsDir });
	const keyring = openKeyring(config.rootKeyFile, { createIfMissing: await isEmpty(store) });
	const clock = systemClock;
	return {
		config,
		clock,
		ids: systemIds,
		log: createLogger({ level: config.logLevel, name: options.name }),
		store,
		keyring,
		blobs: openLocalDisk(join(config.dataDir, 'blobs')),
		callLimiter: createCallLimiter({ store, clock, keyring }),
		close: () => store.close()
	};
}

/** A lost root key beside existing rows must stop the start, not be replaced by a fresh one that opens nothing. */
async function isEmpty(store: Store): Promise<boolean> {
	const rows = await store.db
		.select({ id: store.t.verificationSessions.id })
		.from(store.t.verificationSessions)
		.limit(1);
	return rows.length === 0;
}
