import { and, desc, eq, gt, lt, type SQL } from 'drizzle-orm';
import type { Environment, ReviewStatus, SessionStatus } from '$lib/contract/slots';
import type { ListSessionsInput, ListSessionsOutput } from '$lib/contract/verification';
import type { TenantPrincipal } from '$lib/server/auth';
import { olderThan, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { formatCursor, parseCursor } from '$lib/server/platform';
import { summaryOf } from './readSession';

export interface SessionFilter {
	organizationId: string;
	environment: Environment;
	externalUserId?: string | undefined;
	/** Exact session id. */
	sessionId?: string | undefined;
	status?: SessionStatus | undefined;
	reviewStatus?: ReviewStatus | undefined;
	createdAfter?: number | undefined;
	createdBefore?: number | undefined;
	cursor?: string | undefined;
	limit: number;
}

/** GET /api/verification/sessions: newest first, by keyset: pages stay true while new sessions arrive. */
export async function listSessions(
	deps: Deps,
	tenant: TenantPrincipal,
	input: ListSessionsInput
): Promise<ListSessionsOutput> {
	const { rows, nextCursor } = await pageOfSessions(deps.store, {
		organizationId: tenant.organizationId,
		environment: tenant.environment,
		externalUserId: input.externalUserId,
		status: input.status,
		reviewStatus: input.reviewStatus,
		createdAfter: input.createdAfter === undefined ? undefined : Date.parse(input.createdAfter),
		createdBefore: input.createdBefore === undefined ? undefined : Date.parse(input.createdBefore),
		cursor: input.cursor,
		limit: input.limit
	});
	return { ok: true, sessions: rows.map(summaryOf), nextCursor };
}

/** One page and the cursor of the next; null at the end. */
export async function pageOfSessions(tx: Tx, filter: SessionFilter) {
	const sessions = tx.t.verificationSessions;
	const conditions: (SQL | undefined)[] = [
		eq(sessions.organizationId, filter.organizationId),
		eq(sessions.environment, filter.environment)
	];
	if (filter.externalUserId !== undefined) conditions.push(eq(sessions.externalUserId, filter.externalUserId));
	if (filter.sessionId !== undefined) conditions.push(eq(sessions.id, filter.sessionId));
	if (filter.status) conditions.push(eq(sessions.status, filter.status));
	if (filter.reviewStatus) conditions.push(eq(sessions.reviewStatus, filter.reviewStatus));
	if (filter.createdAfter !== undefined) conditions.push(gt(sessions.createdAt, filter.createdAfter));
	if (filter.createdBefore !== undefined) conditions.push(lt(sessions.createdAt, filter.createdBefore));
	if (filter.cursor !== undefined)
		conditions.push(olderThan(sessions.createdAt, sessions.id, parseCursor(filter.cursor)));
	const rows = await tx.db
		.select()
		.from(sessions)
		.where(and(...conditions))
		.orderBy(desc(sessions.createdAt), desc(sessions.id))
		.limit(filter.limit + 1);
	const page = rows.slice(0, filter.limit);
	const last = rows.length > filter.limit ? page.at(-1) : undefined;
	return { rows: page, nextCursor: last ? formatCursor({ at: last.createdAt, id: last.id }) : null };
}
