import { eq } from 'drizzle-orm';
import { record } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { AuditDetail } from '$lib/server/db/schema/types';
import type { Deps } from '$lib/server/deps';

/** What was changed about a person's login, and by whom, in the audit log of each of their organizations: with the change itself. */
export function* recordForPerson(
	tx: Tx,
	deps: Pick<Deps, 'clock' | 'ids'>,
	entry: { userId: string; by: string; action: string; detail?: AuditDetail }
): Step<void> {
	const { memberships } = tx.t;
	const places = yield* q(tx.db.select().from(memberships).where(eq(memberships.userId, entry.userId)));
	for (const { organizationId } of places)
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: entry.by },
			action: entry.action,
			targetId: entry.userId,
			...(entry.detail && { detail: entry.detail })
		});
}
