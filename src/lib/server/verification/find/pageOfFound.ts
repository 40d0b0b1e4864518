import { and, desc, gte, inArray, lte, or, sql, type SQL } from 'drizzle-orm';
import { olderThan, type Tx } from '$lib/server/db';
import { formatCursor, parseCursor, type Position } from '$lib/server/platform';
import type { SessionRow } from '../session/sessionRepo';
import { everySession, filtersOf, type Filter, type Filters, type Lead } from './filters';

export interface Find extends Filters {
	/** Fewer than SCANNED_AT_MOST, in tests. */
	scannedAtMost?: number;
	/** From this time on, in ms. */
	from?: number | undefined;
	/** Up to and with this time, in ms. */
	until?: number | undefined;
	cursor?: string | undefined;
	limit: number;
}

export interface Found {
	rows: SessionRow[];
	/** Down to which time every session was looked at, in ms. Null: to the oldest. */
	lookedBackTo: number | null;
	/** Null at the end. A page may be short, or empty, and still have a next one: see SCANNED_AT_MOST. */
	nextCursor: string | null;
}

/** Rows of the leading filter that one page looks through before it answers with what it has. Bounds the time of any mix of filters. */
export const SCANNED_AT_MOST = 1_000;
/** How far it is counted which filter has the fewest. */
const COUNTED_AT_MOST = 5_000;

/**
 * One page, newest first. The filter with the fewest sessions leads, by an index in the list's order; each session that it finds is
 * asked for the other filters by indexes that hold the answer. Sessions themselves are read for the page and no more.
 */
export async function pageOfFound(tx: Tx, find: Find): Promise<Found> {
	const filters = filtersOf(tx, find);
	const lead = (await rarest(tx, find, filters)) ?? everySession(tx, find);
	const others = filters.filter((filter) => filter.lead !== lead);
	const { at, id } = lead.row;
	const lowest = others.length > 0 ? await endOfStretch(tx, find, lead) : undefined;
	const places = await tx.db
		.select({ at, id })
		.from(lead.table)
		.where(
			and(
				within(find, lead),
				lowest ? and(gte(at, lowest.at), or(sql`${at} > ${lowest.at}`, gte(id, lowest.id))) : undefined,
				...others.map(({ holdsFor }) => holdsFor(lead.row))
			)
		)
		.orderBy(desc(at), desc(id))
		.limit(find.limit + 1);
	const page = places.slice(0, find.limit);
	const place = places.length > find.limit ? page.at(-1) : lowest;
	const ids = page.map((found) => found.id);
	return {
		rows: await rowsOf(tx, find, ids),
		lookedBackTo: place?.at ?? null,
		nextCursor: place ? formatCursor(place) : null
	};
}

/** The last row that a page of this lead looks at; undefined when it looks at all that are left. */
async function endOfStretch(tx: Tx, find: Find, lead: Lead): Promise<Position | undefined> {
	const { at, id } = lead.row;
	const [row] = await tx.db
		.select({ at, id })
		.from(lead.table)
		.where(within(find, lead))
		.orderBy(desc(at), desc(id))
		.offset((find.scannedAtMost ?? SCANNED_AT_MOST) - 1)
		.limit(1);
	return row;
}

/** What the lead finds in the time that is asked for, below the cursor. */
function within(find: Find, { isFound, row: { at, id } }: Lead): SQL | undefined {
	return and(
		isFound,
		find.from === undefined ? undefined : gte(at, find.from),
		find.until === undefined ? undefined : lte(at, find.until),
		find.cursor === undefined ? undefined : olderThan(at, id, parseCursor(find.cursor))
	);
}

/** That of the filter with the fewest sessions. Undefined when none of them can lead. */
async function rarest(tx: Tx, find: Find, filters: readonly Filter[]): Promise<Lead | undefined> {
	const [first, ...more] = filters.flatMap(({ lead }) => lead ?? []);
	if (!first || more.length === 0) return first;
	const counted = await Promise.all(
		[first, ...more].map(async (lead) => {
			const some = tx.db
				.select({ one: sql`1`.as('one') })
				.from(lead.table)
				.where(within(find, lead))
				.limit(COUNTED_AT_MOST)
				.as('some');
			const [row] = await tx.db.select({ count: sql<number>`count(*)` }).from(some);
			return { lead, count: Number(row?.count ?? 0) };
		})
	);
	return counted.reduce((least, next) => (next.count < least.count ? next : least)).lead;
}

/** In the order of the ids. By them alone: with the organization beside them SQLite would walk through all that it has. */
async function rowsOf(tx: Tx, { organizationId }: Find, ids: string[]): Promise<SessionRow[]> {
	if (ids.length === 0) return [];
	const { verificationSessions: sessions } = tx.t;
	const rows = await tx.db.select().from(sessions).where(inArray(sessions.id, ids));
	const byId = new Map(rows.filter((row) => row.organizationId === organizationId).map((row) => [row.id, row]));
	return ids.flatMap((id) => byId.get(id) ?? []);
}
