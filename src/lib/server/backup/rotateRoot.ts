import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Store } from '$lib/server/db';
import { readRoots, replaceRoots, type Clock, type Config, type Keyring } from '$lib/server/platform';
import { BackupError } from './backupError';
import { renewSealed } from './renewSealed';

interface RotateDeps {
	readonly config: Pick<Config, 'rootKeyFile'>;
	readonly store: Store;
	readonly clock: Clock;
	/** Follows the file. */
	readonly keyring: Keyring;
}

export interface RotateReport {
	/** Values that now stand under the new root key because of this run. */
	renewed: number;
	/** Values that no known root key opens: they were lost before. */
	unreadable: number;
	/** Whether the root key before still opens something: until `finish`. */
	bothOpen: boolean;
}

/** Longer than any request or transaction that may still hold something sealed with the root key before. */
const LONGEST_WORK_MS = 10 * 60_000;

/**
 * Makes a new root key and puts everything under it while the installation runs. From the first moment both are in the file, so that
 * every process opens what either has sealed; a run that died, at whatever point, is taken up by the next. Nothing of a person is sealed anew: only the keys of
 * sessions and the few secrets that the root key holds itself.
 */
export function rotateRoot(deps: RotateDeps): Promise<RotateReport> {
	const { rootKeyFile } = deps.config;
	return alone(rootKeyFile, async () => {
		const roots = readRoots(rootKeyFile);
		const begun = { current: randomBytes(32), previous: roots.current, since: deps.clock.now() };
		if (roots.previous === null) replaceRoots(rootKeyFile, { ...roots, ...begun });
		return { ...(await renewAll(deps)), bothOpen: true };
	});
}

/**
 * Ends it: looks through everything once more, then takes the root key before out of the file.
 * @throws BackupError ROTATION_TOO_YOUNG, ROTATION_NOT_BEGUN, ROTATION_UNFINISHED where something opens with neither
 */
export function finishRotation(deps: RotateDeps): Promise<RotateReport> {
	const { rootKeyFile } = deps.config;
	return alone(rootKeyFile, async () => {
		const roots = readRoots(rootKeyFile);
		if (roots.previous === null) throw new BackupError('ROTATION_NOT_BEGUN', `${rootKeyFile} holds one root key`);
		const waitSeconds = Math.ceil(((roots.since ?? 0) + LONGEST_WORK_MS - deps.clock.now()) / 1000);
		if (waitSeconds > 0)
			throw new BackupError('ROTATION_TOO_YOUNG', `work that began before it may still go on: ${waitSeconds} s more`);
		const report = await renewAll(deps);
		if (report.unreadable > 0)
			throw new BackupError('ROTATION_UNFINISHED', `${report.unreadable} values open with neither root key`);
		replaceRoots(rootKeyFile, { ...roots, previous: null, since: null });
		return { ...report, bothOpen: false };
	});
}

/** Two at once would make two new root keys, of which one would be lost. What a killed one left does not stand in the way. */
async function alone<T>(rootKeyFile: string, work: () => Promise<T>): Promise<T> {
	const lock = `${rootKeyFile}.rotating`;
	const take = () => writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
	try {
		take();
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		if (isAlive(Number(readFileSync(lock, 'utf8')))) throw new BackupError('ROTATION_RUNNING', `${lock} says so`);
		rmSync(lock);
		take();
	}
	try {
		return await work();
	} finally {
		rmSync(lock, { force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		return pid > 0 && process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** Until a whole look finds nothing left: a process may have sealed something in the second before it learned of the new root. */
async function renewAll({ store, keyring }: RotateDeps): Promise<{ renewed: number; unreadable: number }> {
	let renewed = 0;
	for (;;) {
		const pass = await renewSealed(store, keyring);
		renewed += pass.renewed;
		if (pass.renewed === 0) return { renewed, unreadable: pass.unreadable };
	}
}
