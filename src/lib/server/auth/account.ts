/** What a person does about their own login. */
import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, type Clock, type Keyring } from '$lib/server/platform';
import { ABSOLUTE_MS, type Login } from './loginSession';
import { hashPassword, passwordFits } from './password';
import { suspendPasskeys } from './passkeys';
import { guessesAt, GUESSES_PER_ACCOUNT } from './guessLimits';
import { countOrRefuse } from './rateLimit';

interface AccountDeps {
	store: Store;
	clock: Clock;
	keyring: Keyring;
}
type Me = Pick<Login, 'userId' | 'loginSessionId'>;

/** The stored hash that the password fits. @throws LOGIN_FAILED when it is not theirs; RATE_LIMITED after too many tries */
export async function checkPassword(deps: AccountDeps, userId: string, password: string): Promise<string> {
	// As many as at the login page: somebody at an open screen must not try more.
	await countOrRefuse(deps, [guessesAt('account:password', userId, GUESSES_PER_ACCOUNT)]);
	const { users } = deps.store.t;
	const [user] = await deps.store.db
		.select({ passwordHash: users.passwordHash })
		.from(users)
		.where(eq(users.id, userId));
	if (!user || !(await passwordFits(user.passwordHash, password)))
		throw new AppError('LOGIN_FAILED', { internal: 'wrong password' });
	return user.passwordHash;
}

/** A new password for the right current one; every other login session of this person ends. `noted` writes it down with the deed. */
export async function changePassword(
	deps: AccountDeps,
	me: Me,
	input: { current: string; next: string },
	noted: (tx: Tx) => Step<void>
): Promise<void> {
	const checked = await checkPassword(deps, me.userId, input.current);
	const passwordHash = await hashPassword(input.next);
	await deps.store.tx(function* (tx) {
		const { passwordResets, pendingLogins, users } = tx.t;
		// A reset that came between stands.
		const changed = yield* q(
			tx.db
				.update(users)
				.set({ passwordHash })
				.where(and(eq(users.id, me.userId), eq(users.passwordHash, checked)))
				.returning({ id: users.id })
		);
		if (changed.length === 0) throw new AppError('LOGIN_FAILED', { internal: 'reset meanwhile' });
		for (const table of [passwordResets, pendingLogins])
			yield* q(tx.db.delete(table).where(eq(table.userId, me.userId)));
		yield* suspendPasskeys(tx, me.userId, deps.clock.now());
		yield* q(deleteOthers(tx, me));
		yield* noted(tx);
	});
}

export interface LoginRow {
	/** Opens nothing. */
	id: string;
	current: boolean;
	/** Browser and kind of device, e.g. `chrome desktop`; null for those that began before it was kept. */
	device: string | null;
	createdAt: number;
	/** When it ends at the latest if nobody uses it. */
	expiresAt: number;
}

/** The person's login sessions that are open now, newest first. */
export async function listLogins(deps: Pick<AccountDeps, 'store' | 'clock'>, me: Me): Promise<LoginRow[]> {
	const { loginSessions: logins } = deps.store.t;
	const now = deps.clock.now();
	const rows = await deps.store.db
		.select()
		.from(logins)
		.where(and(eq(logins.userId, me.userId), gt(logins.expiresAt, now), gt(logins.createdAt, now - ABSOLUTE_MS)))
		.orderBy(desc(logins.createdAt));
	return rows.map(({ id, device, createdAt, expiresAt }) => ({
		...{ id, device, createdAt },
		current: id === me.loginSessionId,
		expiresAt: Math.min(expiresAt, createdAt + ABSOLUTE_MS)
	}));
}

/** @throws NOT_FOUND for one that is not this person's */
export async function endLogin(deps: Pick<AccountDeps, 'store'>, me: Me, id: string): Promise<void> {
	const { loginSessions: logins } = deps.store.t;
	const gone = await deps.store.db
		.delete(logins)
		.where(and(eq(logins.id, id), eq(logins.userId, me.userId)))
		.returning({ id: logins.id });
	if (gone.length === 0) throw new AppError('NOT_FOUND');
}

export async function endOtherLogins(deps: Pick<AccountDeps, 'store'>, me: Me): Promise<void> {
	await deleteOthers(deps.store, me);
}

const deleteOthers = (tx: Tx, { userId, loginSessionId }: Me) =>
	tx.db
		.delete(tx.t.loginSessions)
		.where(and(eq(tx.t.loginSessions.userId, userId), ne(tx.t.loginSessions.id, loginSessionId)));
