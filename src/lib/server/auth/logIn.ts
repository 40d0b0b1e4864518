import { eq } from 'drizzle-orm';
import type { SecondStepKind } from '$lib/contract/people';
import { AppError } from '$lib/server/platform';
import type { Deps } from '$lib/server/deps';
import { q, type Step } from '$lib/server/db';
import { openLoginSession } from './loginSession';
import { passwordFits } from './password';
import { guessesAt, guessesFrom, GUESSES_PER_ACCOUNT } from './guessLimits';
import { beginPendingLogin, countPendingTry, dropPendingLogin, findPendingLogin } from './pendingLogin';
import { countOrRefuse } from './rateLimit';
import { recordForPerson } from './recordForPerson';
import { acceptSecondStep } from './secondStep';
import { secondStepKinds } from './secondStepKinds';

/** Whoever has the password begins again and again: codes are counted by person too. */
const CODES_PER_ACCOUNT = 20;

/** `pending`: the password was right, a second step is asked for; this opens nothing but that question. */
export type LoggedIn =
	{ token: string; pending?: undefined } | { pending: string; kinds: SecondStepKind[]; token?: undefined };

export interface LogInInput {
	email: string;
	password: string;
	/** Where the request came from. */
	address: string;
	/** As the browser names itself. */
	userAgent?: string | null;
}

/**
 * Opens a login session for the right e-mail and password. Throws LOGIN_FAILED for a wrong password and for an unknown
 * address alike, after the same work; RATE_LIMITED before any password is looked at.
 */
export async function logIn(deps: Deps, input: LogInInput): Promise<LoggedIn> {
	const email = normalizeEmail(input.email);
	await countOrRefuse(deps, [
		guessesFrom('login', input.address),
		guessesAt('login:account', email, GUESSES_PER_ACCOUNT)
	]);
	const users = deps.store.t.users;
	const [user] = await deps.store.db
		.select({ id: users.id, passwordHash: users.passwordHash })
		.from(users)
		.where(eq(users.email, email));
	const fits = await passwordFits(user?.passwordHash ?? null, input.password);
	if (!user || !fits) throw new AppError('LOGIN_FAILED', { internal: user ? 'wrong password' : 'unknown account' });
	const kinds = await secondStepKinds(deps.store, user.id);
	if (kinds.length === 0) return openLoginSession(deps, user.id, input.userAgent);
	return { pending: await beginPendingLogin(deps, user.id), kinds };
}

/**
 * The second step by a code: opens the login session that a right password asked for. Throws LOGIN_FAILED for a wrong code, SESSION_EXPIRED
 * where the password has to be given again: too late, or too many codes.
 */
export async function finishLogIn(
	deps: Deps,
	input: { pending: string; code: string; address: string; userAgent?: string | null }
): Promise<{ token: string }> {
	await countOrRefuse(deps, [guessesFrom('login', input.address)]);
	const waiting = await findPendingLogin(deps, input.pending);
	await countOrRefuse(deps, [guessesAt('login:code', waiting, CODES_PER_ACCOUNT)]);
	const result = await deps.store.tx(function* (tx): Step<{ userId: string; right: boolean } | null> {
		const userId = yield* countPendingTry(tx, deps, input.pending);
		if (userId === null) return null;
		const right = yield* acceptSecondStep(tx, deps, userId, input.code);
		if (right) yield* q(dropPendingLogin(tx, input.pending));
		return { userId, right };
	});
	if (!result) throw new AppError('SESSION_EXPIRED', { internal: 'the login has to begin again' });
	if (!result.right) {
		// Somebody has the password and not the second step. A wrong password is not noted: for an unknown address there is no log to
		// write in, and the time that it takes would tell which addresses are known.
		const entry = { userId: result.userId, by: result.userId, action: 'user.login_failed' };
		await deps.store.tx((tx) => recordForPerson(tx, deps, entry));
		throw new AppError('LOGIN_FAILED', { internal: 'wrong code' });
	}
	return openLoginSession(deps, result.userId, input.userAgent);
}

/** The form under which an e-mail address is stored and looked up. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();
