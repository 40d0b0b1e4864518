import { and, asc, eq } from 'drizzle-orm';
import type { MemberRole } from '$lib/contract/slots';
import type { Login } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

export interface OwnPlace {
	organizationId: string;
	name: string;
	role: MemberRole;
	shown: boolean;
}

/** Every organization that this person belongs to. */
export async function listOwnPlaces(deps: Pick<Deps, 'store'>, login: Login): Promise<OwnPlace[]> {
	const { memberships, organizations } = deps.store.t;
	const rows = await deps.store.db
		.select({ organizationId: organizations.id, name: organizations.name, role: memberships.role })
		.from(memberships)
		.innerJoin(organizations, eq(organizations.id, memberships.organizationId))
		.where(eq(memberships.userId, login.userId))
		.orderBy(asc(organizations.name), asc(organizations.id));
	return rows.map((row) => ({ ...row, shown: row.organizationId === login.organizationId }));
}

/** Shows another of this person's organizations in this login session. @throws NOT_FOUND where they are no member */
export async function showPlace(
	deps: Pick<Deps, 'store'>,
	login: Login,
	input: { organizationId: string }
): Promise<void> {
	const { loginSessions, memberships } = deps.store.t;
	const [place] = await deps.store.db
		.select({ role: memberships.role })
		.from(memberships)
		.where(and(eq(memberships.userId, login.userId), eq(memberships.organizationId, input.organizationId)));
	if (!place) throw new AppError('NOT_FOUND');
	await deps.store.db
		.update(loginSessions)
		.set({ organizationId: input.organizationId })
		.where(eq(loginSessions.id, login.loginSessionId));
}
