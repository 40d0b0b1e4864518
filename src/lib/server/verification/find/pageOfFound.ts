import { and, desc, eq, gte, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { Environment, ReviewStatus, SessionStatus } from '$lib/contract/slots';
import { olderThan, type Tx } from '$lib/server/db';
import type { MarkKind } from '$lib/server/db/schema/types';
import { formatCursor, parseCursor, type Position } from '$lib/server/platform';
import type { SessionRow } from '../session/sessionRepo';

export interface Mark {
	kind: MarkKind;
	value: string;
}

export interface Find {
	organizationId: string;
	environment: Environment;
	status?: SessionStatus | undefined;
	reviewStatus?: ReviewStatus | undefined;
	externalUserId?: string | undefined;
	sessionId?: string | undefined;
	/** True: nobody of the team looks after it. */
	unassigned?: boolean | undefined;
	/** All of them must stand on the session. */
	marks: readonly Mark[];
	/** From this time on, in ms. */
	from?: number | undefined;
	/** Up to and with this time, in ms. */
	until?: number | undefined;
	cursor?: string | undefined;
	limit: number;
}

export interface Found {
	rows: SessionRow[];
	/** Null at the end. A page may be short, or empty, and still have a next one: see SCANNED_AT_MOST. */
	nextCursor: string | null;
}

/** Rows of the leading filter that one page looks through before it answers with what it has. Bounds the time of any mix of filters. */
export const SCANNED_AT_MOST = 5_000;

/**
 * One page, newest first. The rarest mark leads, or else the session's own columns by an index; the other filters are asked of each
 * row that it leads to.
 */
export async function pageOfFound(tx: Tx, find: Find): Promise<Found> {
	const { verificationSessions: sessions, sessionMarks } = tx.t;
	const lead = await rarest(tx, find);
	const [at, id] = lead ? [sessionMarks.createdAt, sessionMarks.sessionId] : [sessions.createdAt, sessions.id];
	const position = find.cursor === undefined ? null : parseCursor(find.cursor);
	const stretch = (lowest: Position | null) =>
		and(
			lead ? isMark(tx, find, lead) : ownColumns(tx, find),
			find.from === undefined ? undefined : gte(at, find.from),
			find.until === undefined ? undefined : lte(at, find.until),
			position ? olderThan(at, id, position) : undefined,
			lowest ? and(gte(at, lowest.at), or(sql`${at} > ${lowest.at}`, gte(id, lowest.id))) : undefined
		);
	const lowest = passesOver(find, lead) ? await endOfStretch() : undefined;
	async function endOfStretch(): Promise<Position | undefined> {
		const [row] = await tx.db
			.select({ at, id })
			.from(lead ? sessionMarks : sessions)
			.where(stretch(null))
			.orderBy(desc(at), desc(id))
			.offset(SCANNED_AT_MOST - 1)
			.limit(1);
		return row;
	}
	const others = find.marks.filter((mark) => mark !== lead).map((mark) => standsOn(tx, find, mark));
	const rows = lead
		? (
				await tx.db
					.select({ session: sessions })
					.from(sessionMarks)
					.innerJoin(sessions, eq(sessions.id, sessionMarks.sessionId))
					.where(and(stretch(lowest ?? null), ownOfRow(tx, find), ...others))
					.orderBy(desc(at), desc(id))
					.limit(find.limit + 1)
			).map(({ session }) => session)
		: await tx.db
				.select()
				.from(sessions)
				.where(and(stretch(lowest ?? null), ...others))
				.orderBy(desc(at), desc(id))
				.limit(find.limit + 1);
	const page = rows.slice(0, find.limit);
	const last = page.at(-1);
	const place = rows.length > find.limit && last ? { at: last.createdAt, id: last.id } : lowest;
	return { rows: page, nextCursor: place ? formatCursor(place) : null };
}

/** Whether rows that the leading filter finds may fail another one: only then can a page have to look through many. */
function passesOver(find: Find, lead: Mark | undefined): boolean {
	const own = [find.status, find.reviewStatus, find.externalUserId, find.unassigned || undefined];
	const asked = own.filter((value) => value !== undefined).length;
	return lead ? find.marks.length > 1 || asked > 0 : asked > 1 || find.unassigned === true;
}

/** The mark with the fewest sessions, counted as far as one page reads. */
async function rarest(tx: Tx, find: Find): Promise<Mark | undefined> {
	const [first, ...more] = find.marks;
	if (!first || more.length === 0) return first;
	const counted = await Promise.all(
		find.marks.map(async (mark) => {
			const some = tx.db
				.select({ one: sql`1`.as('one') })
				.from(tx.t.sessionMarks)
				.where(isMark(tx, find, mark))
				.limit(SCANNED_AT_MOST)
				.as('some');
			const [row] = await tx.db.select({ count: sql<number>`count(*)` }).from(some);
			return { mark, count: Number(row?.count ?? 0) };
		})
	);
	return counted.reduce((least, next) => (next.count < least.count ? next : least)).mark;
}

const isMark = ({ t: { sessionMarks } }: Tx, find: Find, { kind, value }: Mark): SQL | undefined =>
	and(
		eq(sessionMarks.organizationId, find.organizationId),
		eq(sessionMarks.environment, find.environment),
		eq(sessionMarks.kind, kind),
		eq(sessionMarks.value, value)
	);

/** Asked by the whole key: one step into the index. */
const standsOn = (
	{ t: { sessionMarks, verificationSessions: sessions } }: Tx,
	find: Find,
	{ kind, value }: Mark
): SQL =>
	sql`exists (select 1 from ${sessionMarks} as other where other.organization_id = ${find.organizationId}
		and other.environment = ${find.environment} and other.kind = ${kind} and other.value = ${value}
		and other.created_at = ${sessions.createdAt} and other.session_id = ${sessions.id})`;

const ownColumns = (tx: Tx, find: Find): SQL | undefined => {
	const { verificationSessions: sessions } = tx.t;
	return and(
		eq(sessions.organizationId, find.organizationId),
		eq(sessions.environment, find.environment),
		find.externalUserId === undefined ? undefined : eq(sessions.externalUserId, find.externalUserId),
		find.sessionId === undefined ? undefined : eq(sessions.id, find.sessionId),
		find.status && eq(sessions.status, find.status),
		find.reviewStatus && eq(sessions.reviewStatus, find.reviewStatus),
		find.unassigned ? isNull(sessions.assigneeId) : undefined
	);
};

/**
 * The same conditions of a row that a mark led to. Written as expressions that no index serves, so that SQLite cannot begin with the
 * session's columns and sort a whole status.
 */
const ownOfRow = (tx: Tx, find: Find): SQL | undefined => {
	const { verificationSessions: sessions } = tx.t;
	return and(
		sql`${sessions.organizationId} || '' = ${find.organizationId}`,
		find.externalUserId === undefined ? undefined : sql`${sessions.externalUserId} || '' = ${find.externalUserId}`,
		find.status && sql`${sessions.status} || '' = ${find.status}`,
		find.reviewStatus && sql`${sessions.reviewStatus} || '' = ${find.reviewStatus}`,
		find.unassigned ? sql`coalesce(${sessions.assigneeId}, '') = ''` : undefined
	);
};
