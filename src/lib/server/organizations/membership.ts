import { and, eq } from 'drizzle-orm';
import type { Authorized, OperatorPrincipal } from '$lib/server/auth';
import type { Store } from '$lib/server/db';
import { AppError } from '$lib/server/platform';

/** The person as a member of the named organization. A foreign one is NOT_FOUND, as if there were none. */
export async function operatorIn(
	deps: { store: Store },
	userId: string,
	organizationId: string
): Promise<OperatorPrincipal> {
	const { memberships } = deps.store.t;
	const [row] = await deps.store.db
		.select({ role: memberships.role })
		.from(memberships)
		.where(and(eq(memberships.userId, userId), eq(memberships.organizationId, organizationId)));
	if (!row) throw new AppError('NOT_FOUND', { internal: 'not a member' });
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
