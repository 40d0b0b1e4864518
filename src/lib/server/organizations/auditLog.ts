import { and, asc, eq, inArray } from 'drizzle-orm';
import type { AuditChoices, AuditFilter, AuditPage } from '$lib/contract/audit';
import { findAuditPage } from '$lib/server/audit';
import { emailsOf, type Authorized } from '$lib/server/auth';
import type { Store } from '$lib/server/db';

/** People and keys that the filter offers. */
const OFFERED_AT_MOST = 200;

type Asker = Authorized<'administer'>;

/** Who did and saw what in the caller's organization: one keyset page, and a look-up each for the names of people and keys. */
export async function listAudit(
	{ store }: { store: Store },
	operator: Asker,
	filter: AuditFilter & { cursor?: string | undefined; limit: number }
): Promise<AuditPage> {
	const { rows, ...place } = await findAuditPage(store, operator.organizationId, filter);
	const names = await namesOf(
		store,
		operator,
		rows.flatMap(({ actorId }) => actorId ?? [])
	);
	return {
		rows: rows.map((row) => ({
			id: row.id,
			at: row.createdAt,
			actorType: row.actorType,
			actorId: row.actorId,
			actorName: names.get(row.actorId ?? '') ?? null,
			action: row.action,
			sessionId: row.sessionId,
			targetId: row.targetId,
			detail: row.detail,
			position: row.position
		})),
		...place
	};
}

/** Who may have done something: for the filter. */
export async function readAuditChoices({ store }: { store: Store }, operator: Asker): Promise<AuditChoices> {
	const { memberships, organizationApiKeys: keys, users } = store.t;
	const own = operator.organizationId;
	const [colleagues, ownKeys] = await Promise.all([
		store.db
			.select({ id: users.id, name: users.email })
			.from(memberships)
			.innerJoin(users, eq(users.id, memberships.userId))
			.where(eq(memberships.organizationId, own))
			.orderBy(asc(users.email))
			.limit(OFFERED_AT_MOST),
		store.db
			.select({ id: keys.id, name: keys.label })
			.from(keys)
			.where(eq(keys.organizationId, own))
			.orderBy(asc(keys.createdAt), asc(keys.id))
			.limit(OFFERED_AT_MOST)
	]);
	return { colleagues, keys: ownKeys };
}

/** Addresses of people who acted here, also of those who have left, and labels of the organization's own keys. */
async function namesOf(store: Store, operator: Asker, ids: string[]): Promise<Map<string, string>> {
	const asked = [...new Set(ids)];
	if (asked.length === 0) return new Map();
	const keys = store.t.organizationApiKeys;
	const [people, ownKeys] = await Promise.all([
		emailsOf({ store }, asked),
		store.db
			.select({ id: keys.id, name: keys.label })
			.from(keys)
			.where(and(inArray(keys.id, asked), eq(keys.organizationId, operator.organizationId)))
	]);
	return new Map([...people, ...ownKeys.map(({ id, name }): [string, string] => [id, name])]);
}
