import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { isPostgresUrl, type Config } from '$lib/server/platform';

/** Asks the database without being able to change it: the doctor looks at things as they are, at whatever schema they have. */
export interface ReadOnly {
	/** Rows by column name. `?` stands for a parameter. Numbers may come as text (PostgreSQL's bigint). */
	all(query: string, ...parameters: (string | number)[]): Promise<Record<string, unknown>[]>;
	close(): Promise<void>;
}

/** Null where there is no database yet. Throws the driver's error where it cannot be reached. */
export async function openReadOnly({ databaseUrl }: Config): Promise<ReadOnly | null> {
	if (isPostgresUrl(databaseUrl)) {
		const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
		await client.connect();
		await client.query('SET default_transaction_read_only = on');
		return {
			async all(query, ...parameters) {
				let number = 0;
				const answer = await client.query<Record<string, unknown>>(
					query.replace(/\?/g, () => `$${++number}`),
					parameters
				);
				return answer.rows;
			},
			close: () => client.end()
		};
	}
	if (!existsSync(databaseUrl)) return null;
	const raw = new Database(databaseUrl, { fileMustExist: true, readonly: true });
	return {
		all: (query, ...parameters) =>
			Promise.resolve(raw.prepare<unknown[], Record<string, unknown>>(query).all(...parameters)),
		close: () => Promise.resolve(void raw.close())
	};
}

/** A cell as text; null where it is. */
export const cell = (row: Record<string, unknown> | undefined, name: string): string | null => {
	const value = row?.[name];
	return value === null || value === undefined ? null : String(value);
};
