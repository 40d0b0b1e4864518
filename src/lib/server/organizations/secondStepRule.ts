import { eq } from 'drizzle-orm';
import { record } from '$lib/server/audit';
import { kindsOf, type OperatorPrincipal } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

/** Whether the organization asks every member for a second step. */
export async function readSecondStepRule(
	{ store }: Pick<Deps, 'store'>,
	operator: OperatorPrincipal
): Promise<{ required: boolean }> {
	const { organizations } = store.t;
	const [row] = await store.db
		.select({ required: organizations.secondStepRequired })
		.from(organizations)
		.where(eq(organizations.id, operator.organizationId));
	if (!row) throw new AppError('NOT_FOUND');
	return row;
}

/**
 * Asks every member for a second step from their next request on, or no longer. Owners only, and only with a second step of their
 * own: nobody locks themselves out.
 * @throws ROLE_INSUFFICIENT, SECOND_STEP_REQUIRED
 */
export async function saveSecondStepRule(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { required: boolean }
): Promise<void> {
	if (operator.role !== 'owner') throw new AppError('ROLE_INSUFFICIENT');
	const { organizationId, userId } = operator;
	await deps.store.tx(function* (tx) {
		const { organizations } = tx.t;
		if (input.required && (yield* kindsOf(tx, userId)).length === 0)
			throw new AppError('SECOND_STEP_REQUIRED', { internal: 'the owner has none' });
		const [before] = yield* q(
			tx.db
				.select({ required: organizations.secondStepRequired })
				.from(organizations)
				.where(eq(organizations.id, organizationId))
		);
		if (!before) throw new AppError('NOT_FOUND');
		if (before.required === input.required) return;
		yield* q(
			tx.db
				.update(organizations)
				.set({ secondStepRequired: input.required })
				.where(eq(organizations.id, organizationId))
		);
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: input.required ? 'organization.second_step_required' : 'organization.second_step_optional',
			targetId: organizationId
		});
	});
}
