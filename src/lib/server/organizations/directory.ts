import { asc, eq } from 'drizzle-orm';
import type { OperatorPrincipal } from '$lib/server/auth';
import type { Store } from '$lib/server/db';
import { AppError } from '$lib/server/platform';

/** Every organization of this installation, oldest first. For whoever administers the machine itself. */
export const listOrganizations = (deps: { store: Store }) => {
	const { organizations } = deps.store.t;
	return deps.store.db
		.select({ id: organizations.id, name: organizations.name })
		.from(organizations)
		.orderBy(asc(organizations.createdAt), asc(organizations.id));
};

/**
 * Whoever sits at the machine acts for an organization as its owner; the audit log names them `command_line`. By id; without one
 * the only organization that there is. Throws NOT_FOUND.
 */
export async function asCommandLine(deps: { store: Store }, organizationId?: string): Promise<OperatorPrincipal> {
	const all = await listOrganizations(deps);
	const [only] = organizationId === undefined ? all : all.filter(({ id }) => id === organizationId);
	if (!only) throw new AppError('NOT_FOUND', { internal: 'there is no such organization' });
	if (organizationId === undefined && all.length > 1)
		throw new AppError('NOT_FOUND', {
			internal: `there are several organizations; say which with --organization: ${all.map(({ id }) => id).join(', ')}`
		});
	return { kind: 'operator', userId: 'command_line', organizationId: only.id, role: 'owner' };
}

/** The id of the person with this (normalized) address. Throws NOT_FOUND. */
export async function findUserId(deps: { store: Store }, email: string): Promise<string> {
	const { users } = deps.store.t;
	const [row] = await deps.store.db.select({ id: users.id }).from(users).where(eq(users.email, email));
	if (!row) throw new AppError('NOT_FOUND', { internal: 'nobody has that address' });
	return row.id;
}
