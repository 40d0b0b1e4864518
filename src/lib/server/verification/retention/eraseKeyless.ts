import { and, isNull, ne } from 'drizzle-orm';
import { lockSession, q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { eraseSession } from '../session/eraseSession';
import { finishErasure } from './finishErasure';

/**
 * After a restore: sessions that came back without their key had been erased since the backup was made, and are erased again.
 * Answers how many.
 */
export async function eraseKeyless(deps: Deps): Promise<number> {
	const { verificationSessions: sessions } = deps.store.t;
	const rows = await deps.store.db
		.select({ id: sessions.id, organizationId: sessions.organizationId })
		.from(sessions)
		.where(and(isNull(sessions.wrappedKey), ne(sessions.status, 'redacted')));
	for (const row of rows) {
		const erased = await deps.store.tx(function* (tx) {
			const [session] = yield* q(lockSession(tx, row.organizationId, row.id));
			return session ? yield* eraseSession(tx, deps, session, { type: 'system', id: 'restore' }) : null;
		});
		if (erased) await finishErasure(deps, erased);
	}
	return rows.length;
}
