import type { MemberRole } from '$lib/contract/slots';
import { HASH_OF_NOBODY, type Login } from '$lib/server/auth';
import type { Store } from '$lib/server/db';
import type { Clock, Ids } from '$lib/server/platform';

/** Adds a person with this role to an organization that exists; who they are as somebody logged in. For tests. */
export async function addMember(
	deps: { store: Store; clock: Clock; ids: Ids },
	organizationId: string,
	role: MemberRole
): Promise<Login> {
	const userId = deps.ids.uuid();
	const email = `${userId}@example.com`;
	const createdAt = deps.clock.now();
	const { db, t } = deps.store;
	await db.insert(t.users).values({ id: userId, email, passwordHash: HASH_OF_NOBODY, createdAt });
	await db.insert(t.memberships).values({ organizationId, userId, role, createdAt });
	const place = { organizationId, organizationName: organizationId, role, secondStepMissing: false };
	return { userId, email, ...place, loginSessionId: 'none' };
}
