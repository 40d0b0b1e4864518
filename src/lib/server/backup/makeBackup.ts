import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isPostgresUrl, type Clock, type Config } from '$lib/server/platform';
import { BackupError } from './backupError';
import { mirror, syncPath } from './durableFiles';
import { erasedMeanwhile, picturesIn } from './erasedMeanwhile';
import { hashFile, writeKeys, writeManifest, type Manifest } from './manifest';

export interface BackupInput {
	/** Folder of the data: database and pictures. Made where it is missing; an older backup in it is brought up to date. */
	to: string;
	/** Folder of the session keys, which belongs somewhere else than `to`. */
	keysTo: string;
	/** Only the keys, which is quick: an erasure reaches the backups with the next of these. */
	keysOnly?: boolean;
}

export interface BackupReport {
	createdAt: string;
	databaseBytes: number;
	sessions: number;
	/** Pictures that are in the backup now, newly copied, and taken out because they were erased. */
	pictures: { all: number; copied: number; removed: number };
	keys: number;
}

/**
 * Copies a running installation: the database as of one moment, then the pictures (each was there before its row, so none is
 * missing), then the session keys as they are by then. The data holds no session key, and the keys open nothing without the root
 * key, which is in neither. SQLite only; throws BackupError.
 */
export async function makeBackup(
	{ config, clock }: { config: Pick<Config, 'databaseUrl' | 'dataDir'>; clock: Clock },
	input: BackupInput
): Promise<BackupReport> {
	const createdAt = new Date(clock.now()).toISOString();
	const source = openSource(config.databaseUrl);
	try {
		await prepareFolders(config.dataDir, input);
		const data = input.keysOnly ? null : await copyData(source, config.dataDir, input.to, createdAt);
		const keys = readSessionKeys(source);
		await writeKeys(input.keysTo, { version: 1, createdAt, keys });
		return {
			createdAt,
			databaseBytes: data?.manifest.database.bytes ?? 0,
			sessions: data?.manifest.sessions ?? 0,
			pictures: data?.pictures ?? { all: 0, copied: 0, removed: 0 },
			keys: Object.keys(keys).length
		};
	} finally {
		source.close();
	}
}

function openSource(databaseUrl: string): Database.Database {
	if (isPostgresUrl(databaseUrl))
		throw new BackupError('DATABASE_UNSUPPORTED', 'this installation keeps its rows in PostgreSQL');
	if (!existsSync(databaseUrl)) throw new BackupError('DATABASE_MISSING', `${databaseUrl} does not exist`);
	const source = new Database(databaseUrl, { fileMustExist: true });
	source.pragma('busy_timeout = 5000');
	return source;
}

async function prepareFolders(dataDir: string, { to, keysTo }: BackupInput): Promise<void> {
	for (const folder of [to, keysTo]) {
		if (!relative(dataDir, folder).startsWith('..'))
			throw new BackupError('FOLDER_UNUSABLE', `${folder} is inside ${dataDir}: it would be lost with it`);
		await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {
			throw new BackupError('FOLDER_UNUSABLE', `${folder} cannot be made`);
		});
	}
	if (relative(to, keysTo) === '') throw new BackupError('FOLDER_UNUSABLE', 'keys and data need folders of their own');
}

async function copyData(source: Database.Database, dataDir: string, to: string, createdAt: string) {
	const file = `database-${createdAt.replaceAll(':', '')}-${process.pid}.db`;
	const draft = join(to, `${file}.new`);
	await unlink(draft).catch(() => undefined);
	// One read transaction: writers go on meanwhile. A copy made so has no free pages in which erased rows could linger.
	source.prepare('VACUUM INTO ?').run(draft);
	const counts = withoutKeys(draft);
	await syncPath(draft);
	await rename(draft, join(to, file));
	const { copied, removed, files } = await mirror(join(dataDir, 'blobs'), join(to, 'blobs'));
	const there = await picturesIn(join(to, 'blobs'));
	const manifest: Manifest = {
		version: 1,
		createdAt,
		erasedMeanwhile: erasedMeanwhile(source, join(to, file), there),
		database: { file, sha256: await hashFile(join(to, file)), bytes: (await stat(join(to, file))).size },
		...counts
	};
	await writeManifest(to, manifest);
	await removeOlder(to, file);
	return { manifest, pictures: { all: files, copied, removed } };
}

/**
 * Takes the session keys out of the copy. Overwriting deleted bytes is not enough: where a page is laid out anew, what stood there
 * before stays in its gap, so the copy is written anew as a whole.
 */
function withoutKeys(file: string): { sessions: number; pictures: number } {
	const copy = new Database(file);
	try {
		copy.pragma('journal_mode = OFF');
		copy.pragma('secure_delete = ON');
		copy.exec('UPDATE verification_sessions SET wrapped_key = NULL');
		copy.exec('VACUUM');
		const whole = copy.pragma('integrity_check(1)', { simple: true });
		if (whole !== 'ok') throw new BackupError('BACKUP_DAMAGED', `the copied database is damaged: ${String(whole)}`);
		const count = (table: string) => Number(copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
		return { sessions: count('verification_sessions'), pictures: count('artifacts') };
	} finally {
		copy.close();
	}
}

function readSessionKeys(source: Database.Database): Record<string, string> {
	const keys: Record<string, string> = {};
	const rows = source.prepare<[], { id: string; key: Buffer }>(
		'SELECT id, wrapped_key AS key FROM verification_sessions WHERE wrapped_key IS NOT NULL'
	);
	for (const { id, key } of rows.iterate()) keys[id] = key.toString('base64');
	return keys;
}

/** Databases that no manifest names any more, and drafts of those who died. */
async function removeOlder(to: string, newest: string): Promise<void> {
	const names = (await readdir(to)).filter((name) => /^database-.*\.db(\.new)?$/.test(name) && name < newest);
	for (const name of names) await unlink(join(to, name));
}
