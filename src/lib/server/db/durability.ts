import type Database from 'better-sqlite3';

/**
 * Refuses a SQLite connection that could lose an acknowledged commit. better-sqlite3 is compiled to fall back to
 * NORMAL in WAL mode, and shows it only after the first write: so write, then read the pragmas back.
 */
export function assertDurable(raw: Database.Database): void {
	raw.pragma(`user_version = ${Number(raw.pragma('user_version', { simple: true }))}`);
	const read = (name: string) => raw.pragma(name, { simple: true });
	const expected: [string, (value: unknown) => boolean][] = [
		['journal_mode', (value) => value === 'wal' || (raw.memory && value === 'memory')],
		['synchronous', (value) => value === 2],
		['foreign_keys', (value) => value === 1],
		['busy_timeout', (value) => typeof value === 'number' && value >= 5000]
	];
	for (const [name, holds] of expected) {
		const value = read(name);
		if (!holds(value)) throw new Error(`SQLite would not be durable: ${name} reads ${String(value)} after a write`);
	}
}
