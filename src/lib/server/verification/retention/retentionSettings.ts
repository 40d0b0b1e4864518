import { eq } from 'drizzle-orm';
import type { Tx } from '$lib/server/db';
import { record } from '$lib/server/audit';
import type { Authorized } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { requireSeen, type RetentionDays } from '$lib/server/platform';

export interface RetentionView extends RetentionDays {
	/** False: the installation's own numbers hold. */
	own: boolean;
}

/** How long this organization keeps what, in days after a session's end; null: until a session is redacted. */
export async function readRetention(deps: Deps, operator: Authorized<'read'>): Promise<RetentionView> {
	const [row] = await findRetention(deps.store, operator.organizationId);
	return viewOf(deps, row);
}

/**
 * Saves the organization's own days; null takes them away again. The next sweep goes by them, for older sessions too.
 * @throws SETTINGS_CHANGED where others stand there than `seen`
 */
export async function saveRetention(
	deps: Deps,
	operator: Authorized<'administer'>,
	input: { days: RetentionDays | null; seen?: RetentionDays | undefined }
): Promise<RetentionView> {
	const { organizationId, userId } = operator;
	const { days } = input;
	await deps.store.tx(function* (tx) {
		const { organizationRetention } = tx.t;
		const [before] = yield* q(findRetention(tx, organizationId));
		requireSeen(inOrder(viewOf(deps, before)), input.seen && inOrder(input.seen));
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

type Row = Tx['t']['organizationRetention']['$inferSelect'];

const viewOf = (deps: Deps, row: Row | undefined): RetentionView =>
	row
		? { selfieDays: row.selfieDays, documentDays: row.documentDays, recordDays: row.recordDays, own: true }
		: { ...deps.config.retention, own: false };

const inOrder = ({ selfieDays, documentDays, recordDays }: RetentionDays) => [selfieDays, documentDays, recordDays];

const findRetention = (tx: Tx, organizationId: string) =>
	tx.db.select().from(tx.t.organizationRetention).where(eq(tx.t.organizationRetention.organizationId, organizationId));
