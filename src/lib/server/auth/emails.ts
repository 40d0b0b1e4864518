import { inArray } from 'drizzle-orm';
import type { Store } from '$lib/server/db';

/** What colleagues know these people by. An id without a person is left out. */
export async function emailsOf(deps: { store: Store }, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const { users } = deps.store.t;
	const rows = await deps.store.db
		.select({ id: users.id, email: users.email })
		.from(users)
		.where(inArray(users.id, [...new Set(ids)]));
	return new Map(rows.map((row) => [row.id, row.email]));
}
