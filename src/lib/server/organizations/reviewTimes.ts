import { eq } from 'drizzle-orm';
import { DEFAULT_REVIEW_TIMES, type ReviewTimes } from '$lib/contract/reviewQueue';
import type { SaveReviewTimesInput } from '$lib/contract/reviewTimes';
import { record } from '$lib/server/audit';
import type { Authorized, OperatorPrincipal } from '$lib/server/auth';
import { q, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError, requireSeen } from '$lib/server/platform';

/** How long a session may wait for a person before the queue marks it, and whether the organization said so itself. */
export interface ReviewTimesState extends ReviewTimes {
	own: boolean;
}

export async function readReviewTimes(
	{ store }: Pick<Deps, 'store'>,
	{ organizationId }: Pick<OperatorPrincipal, 'organizationId'>
): Promise<ReviewTimesState> {
	const [row] = await selectTimes(store, organizationId);
	if (!row) throw new AppError('NOT_FOUND');
	return stateOf(row);
}

/** Saves the times, or goes back to the product's own. @throws SETTINGS_CHANGED where they are not as `seen` */
export async function saveReviewTimes(
	deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
	{ organizationId, userId }: Authorized<'administer'>,
	{ times, seen }: SaveReviewTimesInput
): Promise<ReviewTimesState> {
	return deps.store.tx(function* (tx) {
		const { organizations } = tx.t;
		const [row] = yield* q(selectTimes(tx, organizationId));
		if (!row) throw new AppError('NOT_FOUND');
		const before = stateOf(row);
		requireSeen([before.soonMinutes, before.dueMinutes], seen && [seen.soonMinutes, seen.dueMinutes]);
		const saved = { soon: times?.soonMinutes ?? null, due: times?.dueMinutes ?? null };
		yield* q(
			tx.db
				.update(organizations)
				.set({ reviewSoonMinutes: saved.soon, reviewDueMinutes: saved.due })
				.where(eq(organizations.id, organizationId))
		);
		const after = stateOf(saved);
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: times ? 'review_times.saved' : 'review_times.reset',
			targetId: organizationId,
			detail: { soonMinutes: after.soonMinutes, dueMinutes: after.dueMinutes }
		});
		return after;
	});
}

const selectTimes = ({ db, t: { organizations } }: Pick<Tx, 'db' | 't'>, organizationId: string) =>
	db
		.select({ soon: organizations.reviewSoonMinutes, due: organizations.reviewDueMinutes })
		.from(organizations)
		.where(eq(organizations.id, organizationId));

const stateOf = ({ soon, due }: { soon: number | null; due: number | null }): ReviewTimesState =>
	soon === null || due === null
		? { own: false, ...DEFAULT_REVIEW_TIMES }
		: { own: true, soonMinutes: soon, dueMinutes: due };
