import { and, desc, eq, gte, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { AuditFilter } from '$lib/contract/audit';
import type { Tx } from '$lib/server/db';
import type { AuditActorType } from '$lib/server/db/schema/types';
import { AppError } from '$lib/server/platform';
import type { AuditRow } from './chain';

export type FoundAuditRow = AuditRow & { position: number | null; hash: string | null };

/** Rows of the leading filter that one page looks through before it answers with what it has. Bounds the time of any mix of filters. */
export const SCANNED_AT_MOST = 5_000;

type Place = Pick<AuditRow, 'createdAt' | 'sequence' | 'id'>;

const ACTOR_TYPES: readonly AuditActorType[] = ['policy', 'operator', 'tenant', 'applicant', 'system'];

/** One page of an organization's events, newest first, each with its link. VALIDATION_FAILED for a cursor that is none of ours. */
export async function findAuditPage(
	tx: Tx,
	organizationId: string,
	{ cursor, limit, ...filter }: AuditFilter & { cursor?: string | undefined; limit: number }
): Promise<{ rows: FoundAuditRow[]; lookedBackTo: number | null; nextCursor: string | null }> {
	const { auditEvents, auditLinks } = tx.t;
	const before = cursor === undefined ? null : parsePlace(cursor);
	const { lead, others } = conditions(tx, organizationId, filter);
	const within = and(lead, before ? olderThan(tx, before) : undefined);
	const order = [desc(auditEvents.createdAt), desc(auditEvents.sequence), desc(auditEvents.id)];
	const [lowest] =
		others.length === 0
			? []
			: await tx.db
					.select({ createdAt: auditEvents.createdAt, sequence: auditEvents.sequence, id: auditEvents.id })
					.from(auditEvents)
					.where(within)
					.orderBy(...order)
					.offset(SCANNED_AT_MOST - 1)
					.limit(1);
	const rows = await tx.db
		.select({ event: auditEvents, position: auditLinks.position, hash: auditLinks.hash })
		.from(auditEvents)
		.leftJoin(auditLinks, eq(auditLinks.eventId, auditEvents.id))
		.where(and(within, lowest ? gte(auditEvents.createdAt, lowest.createdAt) : undefined, ...others))
		.orderBy(...order)
		.limit(limit + 1);
	const page = rows.slice(0, limit).map(({ event, position, hash }) => ({ ...event, position, hash }));
	// Everything of the lowest millisecond was looked at, so the next page begins below it.
	const last = rows.length > limit ? page.at(-1) : lowest && { ...lowest, sequence: 0, id: '' };
	return { rows: page, lookedBackTo: last?.createdAt ?? null, nextCursor: last ? formatPlace(last) : null };
}

/** What an index leads through, and what is asked of each row that it leads to. */
function conditions({ t: { auditEvents } }: Tx, organizationId: string, filter: AuditFilter) {
	const { actor, action, subject, from, until } = filter;
	const actorType = ACTOR_TYPES.find((type) => type === actor);
	const dates = and(
		from === undefined ? undefined : gte(auditEvents.createdAt, from),
		until === undefined ? undefined : lte(auditEvents.createdAt, until)
	);
	const own = eq(auditEvents.organizationId, organizationId);
	const others: SQL[] = [];
	// As an expression no index serves it: the database cannot choose to begin with it.
	const ask = (column: typeof auditEvents.action | typeof auditEvents.actorId, value: string) =>
		others.push(sql`${column} || '' = ${value}`);
	if (actorType) others.push(sql`${auditEvents.actorType} = ${actorType}`);
	if (subject) {
		if (actor && !actorType) ask(auditEvents.actorId, actor);
		if (action) ask(auditEvents.action, action);
		const about = or(eq(auditEvents.sessionId, subject), eq(auditEvents.targetId, subject));
		return { lead: and(about, sql`${auditEvents.organizationId} || '' = ${organizationId}`, dates), others };
	}
	if (actor && !actorType) {
		if (action) ask(auditEvents.action, action);
		return { lead: and(own, eq(auditEvents.actorId, actor), dates), others };
	}
	return { lead: and(own, action ? eq(auditEvents.action, action) : undefined, dates), others };
}

const olderThan = ({ t: { auditEvents: at } }: Tx, { createdAt, sequence, id }: Place): SQL | undefined =>
	and(
		lte(at.createdAt, createdAt),
		or(
			lt(at.createdAt, createdAt),
			sql`${at.sequence} < ${sequence}`,
			and(sql`${at.sequence} = ${sequence}`, lt(at.id, id))
		)
	);

const formatPlace = ({ createdAt, sequence, id }: Place): string =>
	Buffer.from(`${createdAt}.${sequence}.${id}`, 'utf8').toString('base64url');

function parsePlace(cursor: string): Place {
	const [, createdAt, sequence, id] =
		/^(\d{1,16})\.(\d{1,9})\.([\w-]{0,60})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
	if (createdAt === undefined || sequence === undefined || id === undefined)
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'cursor', message: 'is not one of ours' }] });
	return { createdAt: Number(createdAt), sequence: Number(sequence), id };
}
