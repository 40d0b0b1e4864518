export const BACKUP_CODES = {
	DATABASE_UNSUPPORTED:
		'PostgreSQL has its own tools: pg_dump --format=custom "$DATABASE_URL" > idbeyond.dump, then copy DATA_DIR/blobs; pg_restore brings it back',
	DATABASE_MISSING: 'check DATA_DIR and DATABASE_URL: there is no database there to copy',
	FOLDER_UNUSABLE: 'name a folder that can be written, outside of DATA_DIR',
	BACKUP_MISSING: 'name the folder that `backup --to` was given, and with --keys the folder of its keys',
	BACKUP_DAMAGED: 'take another backup: this one is not as it was written',
	TARGET_NOT_EMPTY: 'stop the site and move what is there aside, or restore into another DATA_DIR',
	ROTATION_NOT_BEGUN: 'begin with `keys rotate-root`',
	ROTATION_TOO_YOUNG: 'run it again later; until then both root keys open',
	ROTATION_UNFINISHED:
		'both root keys stay; find out what sealed those values, for instance a database that was restored',
	ROTATION_RUNNING: 'wait for the other; if it was killed on another machine, remove the file named',
	ROOT_KEY_WRONG: 'put the root key of that installation at ROOT_KEY_FILE first; it is not part of a backup'
} as const;

export type BackupCode = keyof typeof BACKUP_CODES;

/** Why there is no backup, or no restore; nothing was changed that the next try does not put right. */
export class BackupError extends Error {
	override readonly name = 'BackupError';
	constructor(
		readonly code: BackupCode,
		detail: string
	) {
		super(detail);
	}
	get fix(): string {
		return BACKUP_CODES[this.code];
	}
}
