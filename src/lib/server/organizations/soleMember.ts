import { eq } from 'drizzle-orm';
import type { OperatorPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import { AppError } from '$lib/server/platform';

/**
 * Makes sure that this operator may decide about a colleague's login: owners only, and only for people of this organization alone.
 * A login opens every organization of its person, and one must not open what another owns.
 * @throws ROLE_INSUFFICIENT, NOT_FOUND for nobody of this organization, VALIDATION_FAILED for somebody of others too
 */
export function* requireSoleMember(tx: Tx, operator: OperatorPrincipal, userId: string): Step<void> {
	if (operator.role !== 'owner') throw new AppError('ROLE_INSUFFICIENT');
	const { memberships } = tx.t;
	const places = yield* q(tx.db.select().from(memberships).where(eq(memberships.userId, userId)));
	if (!places.some(({ organizationId }) => organizationId === operator.organizationId)) throw new AppError('NOT_FOUND');
	if (places.length > 1)
		throw new AppError('VALIDATION_FAILED', {
			fields: [{ path: 'userId', message: 'belongs to other organizations too' }]
		});
}
