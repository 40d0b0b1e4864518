import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPostgresUrl, openKeyring, type Config } from '$lib/server/platform';
import { BackupError } from './backupError';
import { mirror, syncPath } from './durableFiles';
import { picturesIn } from './erasedMeanwhile';
import { hashFile, readKeys, readManifest, type Manifest, type SessionKeys } from './manifest';

export interface RestoreInput {
	from: string;
	keysFrom: string;
}

export interface RestoreReport {
	/** When the data was copied, and when the keys were. */
	dataOf: string;
	keysOf: string;
	sessions: number;
	pictures: number;
	/** Sessions whose key was gone by the time the keys were copied: whoever opens the store next erases the rest of them. */
	erasedSince: number;
	/** Pictures of sessions that still have their key, whose file is not in the backup. 0, or the backup was tampered with. */
	missingPictures: number;
}

/**
 * Brings an installation back from `makeBackup` into an empty DATA_DIR. Everything is checked before anything is put in place: the
 * hash of the database, its integrity, and that the root key opens the session keys. Throws BackupError.
 */
export async function restoreBackup(
	{ config }: { config: Pick<Config, 'databaseUrl' | 'dataDir' | 'rootKeyFile'> },
	input: RestoreInput
): Promise<RestoreReport> {
	const { databaseUrl, dataDir, rootKeyFile } = config;
	await requireEmpty(databaseUrl, dataDir);
	const manifest = await readManifest(input.from);
	const keys = await readKeys(input.keysFrom);
	requireRootKey(rootKeyFile, keys);
	await requireUnchanged(input.from, manifest);
	const draft = `${databaseUrl}.restoring`;
	await mkdir(dirname(databaseUrl), { recursive: true, mode: 0o700 });
	await copyFile(join(input.from, manifest.database.file), draft);
	const blobs = join(dataDir, 'blobs');
	await mirror(join(input.from, 'blobs'), blobs);
	const counts = giveKeys(draft, keys, new Set([...(await picturesIn(blobs)), ...manifest.erasedMeanwhile]));
	await syncPath(draft);
	// Last: a restore that died half-way leaves no database, and can be run again.
	await rename(draft, databaseUrl);
	await syncPath(dirname(databaseUrl));
	return { dataOf: manifest.createdAt, keysOf: keys.createdAt, ...counts };
}

async function requireEmpty(databaseUrl: string, dataDir: string): Promise<void> {
	if (isPostgresUrl(databaseUrl))
		throw new BackupError('DATABASE_UNSUPPORTED', 'this installation keeps its rows in PostgreSQL');
	if (existsSync(databaseUrl)) throw new BackupError('TARGET_NOT_EMPTY', `${databaseUrl} exists`);
	const stray = (await readdir(dataDir).catch(() => [])).find((name) => /-wal$|-shm$/.test(name));
	if (stray !== undefined) throw new BackupError('TARGET_NOT_EMPTY', `${join(dataDir, stray)} is left of a database`);
}

function requireRootKey(file: string, { keys }: SessionKeys): void {
	let keyring;
	try {
		keyring = openKeyring(file, { createIfMissing: false });
	} catch (error) {
		throw new BackupError('ROOT_KEY_WRONG', error instanceof Error ? error.message : `${file} cannot be read`);
	}
	try {
		// Each: a copy made while the root key was being replaced has keys under both.
		for (const [id, wrapped] of Object.entries(keys))
			keyring.unwrap(Buffer.from(wrapped, 'base64'), `session|${id}`).fill(0);
	} catch {
		throw new BackupError('ROOT_KEY_WRONG', `${file} does not open the keys of this backup`);
	}
}

async function requireUnchanged(from: string, { database }: Manifest): Promise<void> {
	const file = join(from, database.file);
	if (!existsSync(file)) throw new BackupError('BACKUP_MISSING', `${file} is not there`);
	if ((await hashFile(file)) !== database.sha256)
		throw new BackupError('BACKUP_DAMAGED', `${file} has another hash than the manifest says`);
}

/** Puts the keys back beside their sessions, and counts what is there. */
function giveKeys(file: string, { keys }: SessionKeys, blobs: ReadonlySet<string>) {
	const copy = new Database(file);
	try {
		const whole = copy.pragma('integrity_check(1)', { simple: true });
		if (whole !== 'ok') throw new BackupError('BACKUP_DAMAGED', `the database is damaged: ${String(whole)}`);
		const give = copy.prepare("UPDATE verification_sessions SET wrapped_key = ? WHERE id = ? AND status <> 'redacted'");
		copy.transaction(() => {
			for (const [id, key] of Object.entries(keys)) give.run(Buffer.from(key, 'base64'), id);
		})();
		const number = (query: string) => Number(copy.prepare(query).pluck().get());
		const keyed = copy.prepare<[], { blobKey: string }>(
			'SELECT a.blob_key AS blobKey FROM artifacts a JOIN verification_sessions s ON s.id = a.session_id WHERE s.wrapped_key IS NOT NULL'
		);
		let missingPictures = 0;
		for (const { blobKey } of keyed.iterate()) if (!blobs.has(blobKey)) missingPictures += 1;
		return {
			sessions: number('SELECT count(*) FROM verification_sessions'),
			pictures: number('SELECT count(*) FROM artifacts'),
			erasedSince: number(
				"SELECT count(*) FROM verification_sessions WHERE wrapped_key IS NULL AND status <> 'redacted'"
			),
			missingPictures
		};
	} finally {
		copy.close();
	}
}
