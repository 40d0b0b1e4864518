import { eq } from 'drizzle-orm';
import { RESET_LINK_MS } from '$lib/contract/people';
import { hashPassword, hashSecret, normalizeEmail, suspendPasskeys, recordForPerson } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { findUserId } from './directory';

/** 120 bits: not to be guessed, and short enough to be typed once. */
const PASSWORD_BYTES = 15;

type ResetDeps = Pick<Deps, 'store' | 'clock' | 'ids'>;

/**
 * A link by which a person who cannot log in sets a new password, once, within the hour; it is in this answer only. From now on the
 * password before opens nothing, and all their login sessions, begun ones and earlier links have ended; the log of each of their
 * organizations says so. Their second step stays. For whoever administers the machine. @throws NOT_FOUND
 */
export async function resetByLink(
	deps: ResetDeps & Pick<Deps, 'config'>,
	input: { email: string }
): Promise<{ userId: string; url: string; expiresAt: number }> {
	const userId = await findUserId(deps, normalizeEmail(input.email));
	const token = deps.ids.hex(32);
	const expiresAt = deps.clock.now() + RESET_LINK_MS;
	// Nobody knows this one: it stands there until the link is used.
	const passwordHash = await hashPassword(deps.ids.hex(PASSWORD_BYTES));
	await deps.store.tx(function* (tx) {
		yield* setPassword(tx, deps, { userId, passwordHash });
		yield* q(
			tx.db.insert(tx.t.passwordResets).values({
				...{ tokenHash: hashSecret(token), userId, expiresAt },
				...{ organizationId: '', createdBy: 'command_line' }
			})
		);
	});
	return { userId, url: `${deps.config.origin}/reset/${token}`, expiresAt };
}

/** The same with a fresh password instead of a link, for a site whose address nobody else reaches. It is in this answer only. @throws NOT_FOUND */
export async function resetPassword(
	deps: ResetDeps,
	input: { email: string }
): Promise<{ userId: string; password: string }> {
	const userId = await findUserId(deps, normalizeEmail(input.email));
	const password = deps.ids.hex(PASSWORD_BYTES);
	const passwordHash = await hashPassword(password);
	await deps.store.tx((tx) => setPassword(tx, deps, { userId, passwordHash }));
	return { userId, password };
}

function* setPassword(
	tx: Tx,
	deps: Pick<Deps, 'clock' | 'ids'>,
	{ userId, passwordHash }: { userId: string; passwordHash: string }
): Step<void> {
	const { loginSessions, passwordResets, pendingLogins, users } = tx.t;
	yield* q(tx.db.update(users).set({ passwordHash }).where(eq(users.id, userId)));
	// Half a login was begun with the password before; a link would set another one than the one told here.
	for (const table of [loginSessions, pendingLogins, passwordResets])
		yield* q(tx.db.delete(table).where(eq(table.userId, userId)));
	yield* suspendPasskeys(tx, userId, deps.clock.now());
	yield* recordForPerson(tx, deps, { userId, by: 'command_line', action: 'user.password_reset' });
}
