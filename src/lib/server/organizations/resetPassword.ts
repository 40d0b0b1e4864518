import { eq } from 'drizzle-orm';
import { hashPassword, normalizeEmail } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { findUserId } from './directory';
import { recordForPerson } from './recordForPerson';

/** 120 bits: not to be guessed, and short enough to be typed once. */
const PASSWORD_BYTES = 15;

/**
 * Gives a person who cannot log in a fresh password, ends all their login sessions, begun ones and reset links too, and writes it into
 * the audit log of each of their organizations. For whoever administers the machine. The password is in this answer only. Throws NOT_FOUND.
 */
export async function resetPassword(
	deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
	input: { email: string }
): Promise<{ userId: string; password: string }> {
	const userId = await findUserId(deps, normalizeEmail(input.email));
	const password = deps.ids.hex(PASSWORD_BYTES);
	const passwordHash = await hashPassword(password);
	await deps.store.tx(function* (tx) {
		const { loginSessions, passwordResets, pendingLogins, users } = tx.t;
		yield* q(tx.db.update(users).set({ passwordHash }).where(eq(users.id, userId)));
		// Half a login was begun with the password before; a link would set another one than the one told here.
		for (const table of [loginSessions, pendingLogins, passwordResets])
			yield* q(tx.db.delete(table).where(eq(table.userId, userId)));
		yield* recordForPerson(tx, deps, { userId, by: 'command_line', action: 'user.password_reset' });
	});
	return { userId, password };
}
