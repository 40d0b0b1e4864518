import { eq } from 'drizzle-orm';
import { AppError } from '$lib/server/platform';
import type { Deps } from '$lib/server/deps';
import { openLoginSession } from './loginSession';
import { passwordFits } from './password';
import { countOrRefuse } from './rateLimit';

const QUARTER_HOUR_MS = 15 * 60_000;
/** Guesses that are evaluated at all; the next ones are refused unread. */
const GUESSES_PER_ACCOUNT = 10;
/** Looser, because an office shares one address; still far too few to try a list of stolen passwords. */
const GUESSES_PER_ADDRESS = 100;

export interface LogInInput {
	email: string;
	password: string;
	/** Where the request came from. */
	address: string;
}

/**
 * Opens a login session for the right e-mail and password. Throws LOGIN_FAILED for a wrong password and for an unknown
 * address alike, after the same work; RATE_LIMITED before any password is looked at.
 */
export async function logIn(deps: Deps, input: LogInInput): Promise<{ token: string }> {
	const email = normalizeEmail(input.email);
	await countOrRefuse(deps, [
		{
			name: 'login:address',
			subject: addressGroup(input.address),
			limit: GUESSES_PER_ADDRESS,
			windowMs: QUARTER_HOUR_MS
		},
		{ name: 'login:account', subject: email, limit: GUESSES_PER_ACCOUNT, windowMs: QUARTER_HOUR_MS }
	]);
	const users = deps.store.t.users;
	const [user] = await deps.store.db
		.select({ id: users.id, passwordHash: users.passwordHash })
		.from(users)
		.where(eq(users.email, email));
	const fits = await passwordFits(user?.passwordHash ?? null, input.password);
	if (!user || !fits) throw new AppError('LOGIN_FAILED', { internal: user ? 'wrong password' : 'unknown account' });
	return openLoginSession(deps, user.id);
}

/** The form under which an e-mail address is stored and looked up. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

/** One household or office is one /64 in IPv6: counting single addresses there would count nothing. */
export function addressGroup(address: string): string {
	if (!address.includes(':')) return address;
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1]) return mapped[1];
	const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
	const before = head.split(':').filter(Boolean);
	const after = tail?.split(':').filter(Boolean) ?? [];
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
	return [...before, ...zeros, ...after].slice(0, 4).join(':').toLowerCase();
}
