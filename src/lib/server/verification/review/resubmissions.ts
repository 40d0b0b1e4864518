/** One query a function: the steps that reviewers asked for again. */
import { and, asc, eq } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';
import type { SessionRow } from '../session/sessionRepo';

export const findResubmissions = (tx: Tx, session: Pick<SessionRow, 'id' | 'organizationId'>) =>
	tx.db
		.select()
		.from(tx.t.resubmissions)
		.where(
			and(eq(tx.t.resubmissions.sessionId, session.id), eq(tx.t.resubmissions.organizationId, session.organizationId))
		)
		.orderBy(asc(tx.t.resubmissions.number));

export function* countResubmissions(tx: Tx, session: SessionRow): Step<number> {
	return (yield* q(findResubmissions(tx, session))).length;
}
