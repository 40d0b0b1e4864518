import { sql } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { q, type Step, type Tx } from '$lib/server/db';

/** What is counted, of which sessions. Never names a person or a session. */
export interface Counted {
	organizationId: string;
	environment: Environment;
	/** When the session was created, in ms: figures are those of the day on which a session began. */
	createdAt: number;
	/** `funnel`, `device`, `country`, …; the key says of what: `submitted`, `phone|submitted`. */
	measure: string;
	key: string;
}

const DAY_MS = 24 * 60 * 60_000;
/** Rows a statement: SQLite takes 32,766 parameters. */
const ROWS = 400;

export const dayStart = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

/** Adds one to the counter of each, in the caller's transaction; in one order, so that two of them never wait for each other. */
export function* addCounts(tx: Tx, counted: Iterable<Counted>): Step<void> {
	const { insightCounts } = tx.t;
	const rows = new Map<string, typeof insightCounts.$inferInsert>();
	for (const { organizationId, environment, createdAt, measure, key } of counted) {
		const row = { organizationId, environment, day: dayStart(createdAt), measure, key };
		const name = JSON.stringify(Object.values(row));
		rows.set(name, { ...row, count: (rows.get(name)?.count ?? 0) + 1 });
	}
	const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
	for (let at = 0; at < sorted.length; at += ROWS)
		yield* q(
			tx.db
				.insert(insightCounts)
				.values(sorted.slice(at, at + ROWS))
				.onConflictDoUpdate({
					target: [
						insightCounts.organizationId,
						insightCounts.environment,
						insightCounts.day,
						insightCounts.measure,
						insightCounts.key
					],
					set: { count: sql`${insightCounts.count} + excluded.count` }
				})
		);
}
