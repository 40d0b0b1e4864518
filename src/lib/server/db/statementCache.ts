import type Database from 'better-sqlite3';

/** Statements kept ready; beyond, the one that was not asked for longest goes. The lists of a dashboard ask in some dozens of ways. */
const MAX_KEPT = 400;

/**
 * Lets a connection prepare each text once: preparing costs more than running does for a read by key. SQLite itself prepares a
 * statement anew when the schema has changed.
 */
export function keepStatements(raw: Database.Database): void {
	const kept = new Map<string, Database.Statement>();
	const prepare = raw.prepare.bind(raw);
	const prepareOnce = (text: string): Database.Statement => {
		const known = kept.get(text);
		// Whoever had it before may have asked for rows as arrays.
		const statement = known?.reader ? known.raw(false) : (known ?? prepare(text));
		kept.delete(text);
		kept.set(text, statement);
		const [oldest] = kept.keys();
		if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
		return statement;
	};
	Object.assign(raw, { prepare: prepareOnce });
}
