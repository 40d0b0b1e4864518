import { eq } from 'drizzle-orm';
import type { Tx } from '$lib/server/db';
import { record } from '$lib/server/audit';
import type { Authorized } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import type { RetentionDays } from '$lib/server/platform';

export interface RetentionView extends RetentionDays {
	/** False: the installation's own numbers hold. */
	own: boolean;
}

/** How long this organization keeps what, in days after a session's end; null: until a session is redacted. */
export async function readRetention(deps: Deps, operator: Authorized<'read'>): Promise<RetentionView> {
	const [row] = await findRetention(deps.store, operator.organizationId);
	if (!row) return { ...deps.config.retention, own: false };
	return { selfieDays: row.selfieDays, documentDays: row.documentDays, recordDays: row.recordDays, own: true };
}

/** Saves the organization's own days; null takes them away again. The next sweep goes by them, for older sessions too. */
export async function saveRetention(
	deps: Deps,
	operator: Authorized<'administer'>,
	input: { days: RetentionDays | null }
): Promise<RetentionView> {
	const { organizationId, userId } = operator;
	const { days } = input;
	await deps.store.tx(function* (tx) {
		const { organizationRetention } = tx.t;
		const change = { ...days, updatedBy: userId, updatedAt: deps.clock.now() };
		if (days === null)
			yield* q(tx.db.delete(organizationRetention).where(eq(organizationRetention.organizationId, organizationId)));
		else
			yield* q(
				tx.db
					.insert(organizationRetention)
					.values({ organizationId, ...change })
					.onConflictDoUpdate({ target: organizationRetention.organizationId, set: change })
			);
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: days === null ? 'retention.reset' : 'retention.saved',
			detail: { ...days }
		});
	});
	return days === null ? { ...deps.config.retention, own: false } : { ...days, own: true };
}

const findRetention = (tx: Tx, organizationId: string) =>
	tx.db.select().from(tx.t.organizationRetention).where(eq(tx.t.organizationRetention.organizationId, organizationId));
