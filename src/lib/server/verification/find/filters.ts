/** What a list is narrowed by, each as the stretch of an index and as a question to one session. */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Environment, ReviewStatus, SessionStatus } from '$lib/contract/slots';
import type { Tx } from '$lib/server/db';
import type { MarkKind } from '$lib/server/db/schema/types';

export interface Mark {
	kind: MarkKind;
	value: string;
}

export interface Filters {
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
}

type Sessions = Tx['t']['verificationSessions'];
type Marks = Tx['t']['sessionMarks'];

/** The columns that say which session a row is about. */
export interface Row {
	at: Sessions['createdAt'] | Marks['createdAt'];
	id: Sessions['id'] | Marks['sessionId'];
}

/** Where a page's rows come from: one stretch of an index that goes on with creation time and id. */
export interface Lead {
	table: Sessions | Marks;
	row: Row;
	isFound: SQL | undefined;
}

export interface Filter {
	/** Null: no index serves it. */
	lead: Lead | null;
	/** Whether it holds for the session of another lead's row. */
	holdsFor(row: Row): SQL;
}

/** Without any filter, or with none that can lead. */
export const everySession = (tx: Tx, of: Filters): Lead => sessionsWhere(tx, of, undefined);

export function filtersOf(tx: Tx, of: Filters): Filter[] {
	const { status, reviewStatus, externalUserId } = tx.t.verificationSessions;
	const filters = of.marks.map((mark) => markFilter(tx, of, mark));
	if (of.sessionId !== undefined) filters.push(idFilter(tx, of, of.sessionId));
	if (of.externalUserId !== undefined) filters.push(columnFilter(tx, of, externalUserId, of.externalUserId));
	if (of.reviewStatus) filters.push(columnFilter(tx, of, reviewStatus, of.reviewStatus));
	if (of.status) filters.push(columnFilter(tx, of, status, of.status));
	if (of.unassigned) filters.push(unassignedFilter(tx));
	return filters;
}

function markFilter(tx: Tx, { organizationId, environment }: Filters, { kind, value }: Mark): Filter {
	const { sessionMarks: marks } = tx.t;
	return {
		lead: {
			table: marks,
			row: { at: marks.createdAt, id: marks.sessionId },
			isFound: and(
				eq(marks.organizationId, organizationId),
				eq(marks.environment, environment),
				eq(marks.kind, kind),
				eq(marks.value, value)
			)
		},
		holdsFor: ({
			at,
			id
		}) => sql`exists (select 1 from ${marks} as other where other.organization_id = ${organizationId}
			and other.environment = ${environment} and other.kind = ${kind} and other.value = ${value}
			and other.created_at = ${at} + 0 and other.session_id = ${id})`
	};
}

/**
 * The other session's id is compared as an expression: of all indexes only the column's own, which holds the id, then serves. The
 * `+ 0` keeps SQLite from taking the bounds of the lead's time for the other's, and walking from there.
 */
function columnFilter(
	tx: Tx,
	of: Filters,
	column: Sessions['status' | 'reviewStatus' | 'externalUserId'],
	value: string
): Filter {
	const { organizationId, environment } = of;
	return {
		lead: sessionsWhere(tx, of, sql`${column} = ${value}`),
		holdsFor: ({ at, id }) => sql`exists (select 1 from ${tx.t.verificationSessions} as other
			where other.organization_id = ${organizationId} and other.environment = ${environment}
			and other.${sql.identifier(column.name)} = ${value} and other.created_at = ${at} + 0 and other.id || '' = ${id})`
	};
}

const idFilter = (tx: Tx, of: Filters, sessionId: string): Filter => ({
	lead: sessionsWhere(tx, of, eq(tx.t.verificationSessions.id, sessionId)),
	holdsFor: ({ id }) => eq(id, sessionId)
});

const unassignedFilter = (tx: Tx): Filter => ({
	lead: null,
	holdsFor: ({ id }) => sql`exists (select 1 from ${tx.t.verificationSessions} as other
		where other.id = ${id} and other.assignee_id is null)`
});

/** Those of the organization and environment for which this holds. */
function sessionsWhere({ t }: Tx, { organizationId, environment }: Filters, holds: SQL | undefined): Lead {
	const { verificationSessions: sessions } = t;
	return {
		table: sessions,
		row: { at: sessions.createdAt, id: sessions.id },
		isFound: and(eq(sessions.organizationId, organizationId), eq(sessions.environment, environment), holds)
	};
}
