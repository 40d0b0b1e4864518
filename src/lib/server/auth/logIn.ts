import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { AppError } from '$lib/server/platform';
import type { Deps } from '$lib/server/deps';
import { q, type Step } from '$lib/server/db';
import { hashSecret } from './apiKey';
import { openLoginSession } from './loginSession';
import { passwordFits } from './password';
import { guessesAt, guessesFrom, GUESSES_PER_ACCOUNT } from './guessLimits';
import { countOrRefuse } from './rateLimit';
import { acceptSecondStep, hasSecondStep } from './secondStep';

/** How long a right password waits for the second step, and how many codes it takes. */
const PENDING_MS = 5 * 60_000;
const CODES_PER_LOGIN = 5;
/** Whoever has the password begins again and again: codes are counted by person too. */
const CODES_PER_ACCOUNT = 20;

/** `pending`: the password was right, a code is asked for; this opens nothing but that question. */
export type LoggedIn = { token: string; pending?: undefined } | { pending: string; token?: undefined };

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
	if (!(await hasSecondStep(deps, user.id))) return openLoginSession(deps, user.id, input.userAgent);
	const pending = deps.ids.hex(32);
	const { pendingLogins } = deps.store.t;
	await deps.store.db
		.insert(pendingLogins)
		.values({ id: hashSecret(pending), userId: user.id, expiresAt: deps.clock.now() + PENDING_MS, attempts: 0 });
	return { pending };
}

/**
 * The second step: opens the login session that a right password asked for. Throws LOGIN_FAILED for a wrong code, SESSION_EXPIRED
 * where the password has to be given again: too late, or too many codes.
 */
export async function finishLogIn(
	deps: Deps,
	input: { pending: string; code: string; address: string; userAgent?: string | null }
): Promise<{ token: string }> {
	await countOrRefuse(deps, [guessesFrom('login', input.address)]);
	const id = hashSecret(input.pending);
	const { pendingLogins } = deps.store.t;
	const [waiting] = await deps.store.db
		.select({ userId: pendingLogins.userId })
		.from(pendingLogins)
		.where(eq(pendingLogins.id, id));
	if (waiting) await countOrRefuse(deps, [guessesAt('login:code', waiting.userId, CODES_PER_ACCOUNT)]);
	const result = await deps.store.tx(function* (tx): Step<{ userId: string; right: boolean } | null> {
		const [row] = yield* q(
			tx.db
				.update(pendingLogins)
				.set({ attempts: sql`${pendingLogins.attempts} + 1` })
				.where(
					and(
						eq(pendingLogins.id, id),
						gt(pendingLogins.expiresAt, deps.clock.now()),
						lt(pendingLogins.attempts, CODES_PER_LOGIN)
					)
				)
				.returning()
		);
		if (!row) return null;
		const right = yield* acceptSecondStep(tx, deps, row.userId, input.code);
		if (right) yield* q(tx.db.delete(pendingLogins).where(eq(pendingLogins.id, id)));
		return { userId: row.userId, right };
	});
	if (!result) throw new AppError('SESSION_EXPIRED', { internal: 'the login has to begin again' });
	if (!result.right) throw new AppError('LOGIN_FAILED', { internal: 'wrong code' });
	return openLoginSession(deps, result.userId, input.userAgent);
}

/** The form under which an e-mail address is stored and looked up. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();
