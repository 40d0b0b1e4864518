import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { isPostgresUrl, type Config } from '$lib/server/platform';
import { fine, wrong, type Finding } from './finding';

/** Opens the database as it is, without migrating it: can it be reached, is it whole, does a commit stay. */
export async function examineDatabase({ databaseUrl }: Config): Promise<Finding[]> {
	return isPostgresUrl(databaseUrl) ? examinePostgres(databaseUrl) : examineSqlite(databaseUrl);
}

function examineSqlite(file: string): Finding[] {
	if (!existsSync(file)) return [fine('database', `${file} is made at the first start`)];
	try {
		const raw = new Database(file, { fileMustExist: true, readonly: true });
		try {
			const whole = raw.pragma('quick_check(1)', { simple: true });
			const journal = raw.pragma('journal_mode', { simple: true });
			return [
				whole === 'ok'
					? fine('database', `${file} is whole`)
					: wrong('database', `${file} is damaged: ${String(whole)}`, 'stop the site and restore the last backup'),
				journal === 'wal'
					? fine('durability', 'write-ahead log; every start also proves synchronous=FULL after a write')
					: wrong(
							'durability',
							`journal mode is ${String(journal)}, not wal`,
							'put DATA_DIR on a local disk and start again'
						)
			];
		} finally {
			raw.close();
		}
	} catch (error) {
		return [wrong('database', `${file} cannot be opened (${codeOf(error)})`, 'check the owner and mode of the file')];
	}
}

async function examinePostgres(url: string): Promise<Finding[]> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
	const fix = 'check DATABASE_URL, and that the server takes connections from here';
	try {
		await client.connect();
		const settings = await client.query<{ name: string; setting: string }>(
			"select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')"
		);
		const off = settings.rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
		return [
			fine('database', 'PostgreSQL answers'),
			off.length === 0
				? fine('durability', 'fsync, synchronous_commit and full_page_writes are on')
				: wrong(
						'durability',
						`${off.join(', ')} off: a power cut could lose what was acknowledged`,
						'turn on in postgresql.conf'
					)
		];
	} catch (error) {
		return [wrong('database', `PostgreSQL does not answer (${codeOf(error)})`, fix)];
	} finally {
		await client.end().catch(() => undefined);
	}
}

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
