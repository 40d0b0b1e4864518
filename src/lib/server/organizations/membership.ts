import { and, eq } from 'drizzle-orm';
import { hasSecondStep, type Authorized, type Login, type OperatorPrincipal } from '$lib/server/auth';
import type { Store } from '$lib/server/db';
import { AppError } from '$lib/server/platform';

/**
 * Whoever is logged in, as a member of the named organization. Nobody: LOGIN_REQUIRED. A foreign organization is NOT_FOUND, as if
 * there were none; one that asks for a second step, which the person has not, is SECOND_STEP_REQUIRED.
 */
export async function memberOf(
	caller: { deps: { store: Store }; login: Pick<Login, 'userId'> | null },
	organizationId: string
): Promise<OperatorPrincipal> {
	if (!caller.login) throw new AppError('LOGIN_REQUIRED');
	const { userId } = caller.login;
	const { db, t } = caller.deps.store;
	const [row] = await db
		.select({ role: t.memberships.role, secondStepRequired: t.organizations.secondStepRequired })
		.from(t.memberships)
		.innerJoin(t.organizations, eq(t.organizations.id, t.memberships.organizationId))
		.where(and(eq(t.memberships.userId, userId), eq(t.memberships.organizationId, organizationId)));
	if (!row) throw new AppError('NOT_FOUND', { internal: 'not a member' });
	if (row.secondStepRequired && !(await hasSecondStep(caller.deps, userId)))
		throw new AppError('SECOND_STEP_REQUIRED', { internal: 'no second step set up' });
	return { kind: 'operator', userId, organizationId, role: row.role };
}

/** The operator's own organization, and what they are in it. */
export async function readOrganization(deps: { store: Store }, operator: Authorized<'read'>) {
	const { organizations } = deps.store.t;
	const [row] = await deps.store.db
		.select({ id: organizations.id, name: organizations.name })
		.from(organizations)
		.where(eq(organizations.id, operator.organizationId));
	if (!row) throw new AppError('NOT_FOUND', { internal: 'organization is gone' });
	return { ...row, role: operator.role };
}
