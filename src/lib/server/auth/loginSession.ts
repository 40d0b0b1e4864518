import { eq, lte } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import type { MemberRole } from '$lib/contract/slots';
import type { Store } from '$lib/server/db';
import { deviceWords, type Clock, type Config, type Ids } from '$lib/server/platform';
import { hashSecret } from './apiKey';
import { recordForPerson } from './recordForPerson';
import { hasSecondStep } from './secondStepKinds';

export const LOGIN_COOKIE = 'kyc_session';
/** Contract, Keys: a login session ends after 30 minutes without a request, and 12 hours after it began at the latest. */
const IDLE_MINUTES = 30;
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** The idle end is moved at most once a minute, so that reading pages does not mean writing rows. */
const SLIDE_AFTER_MS = 60_000;
const TOKEN_BYTES = 32;

interface LoginDeps {
	store: Store;
	clock: Clock;
}

/** Who is logged in, in which organization, with which role. */
export interface Login {
	userId: string;
	email: string;
	organizationId: string;
	organizationName: string;
	role: MemberRole;
	/** That organization asks for a second step, and this person has none: nothing of it is theirs to see until they have. */
	secondStepMissing: boolean;
	/** The row's id: a hash of the cookie's value, which opens nothing. */
	loginSessionId: string;
}

/**
 * Begins a login session with a token of its own, never one that the browser brought. The token is in this answer only. The log of each
 * of the person's organizations says that they came in.
 */
export async function openLoginSession(
	deps: LoginDeps & { ids: Ids },
	userId: string,
	userAgent: string | null = null
): Promise<{ token: string }> {
	const { browser, device } = deviceWords(userAgent);
	const attributes = { organizationId: null, device: `${browser} ${device}` };
	const session = await luciaOver(deps).createSession(userId, attributes, { sessionId: deps.ids.hex(TOKEN_BYTES) });
	await deps.store.tx((tx) => recordForPerson(tx, deps, { userId, by: userId, action: 'user.logged_in' }));
	return { token: session.id };
}

/** Whose login session the token opens; null when none, or when it has ended. Moves the idle end. */
export async function readLoginSession(deps: LoginDeps, token: string): Promise<Login | null> {
	const lucia = luciaOver(deps);
	const { session, user } = await lucia.validateSession(token);
	if (!session) return null;
	if (session.expiresAt.getTime() - Date.now() < IDLE_MINUTES * 60_000 - SLIDE_AFTER_MS)
		await adapterOver(deps).updateSessionExpiration(token, new Date(Date.now() + IDLE_MINUTES * 60_000));
	const { db, t } = deps.store;
	const rows = await db
		.select({
			organizationId: t.organizations.id,
			organizationName: t.organizations.name,
			role: t.memberships.role,
			required: t.organizations.secondStepRequired
		})
		.from(t.memberships)
		.innerJoin(t.organizations, eq(t.organizations.id, t.memberships.organizationId))
		.where(eq(t.memberships.userId, user.id))
		.orderBy(t.memberships.createdAt, t.memberships.organizationId);
	const shown = rows.find(({ organizationId }) => organizationId === session.shownOrganizationId) ?? rows[0];
	if (!shown) return null;
	const { required, ...membership } = shown;
	const secondStepMissing = required && !(await hasSecondStep(deps, user.id));
	return { userId: user.id, email: user.email, ...membership, secondStepMissing, loginSessionId: hashSecret(token) };
}

/** Ends the login session that the token opens, if any. */
export const closeLoginSession = (deps: LoginDeps, token: string): Promise<void> =>
	luciaOver(deps).invalidateSession(token);

/** How the cookie is set. It lives as long as a session can; the server alone decides when it ends. */
export const loginCookieAttributes = (config: Pick<Config, 'secureCookies'>) =>
	({
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: config.secureCookies,
		maxAge: ABSOLUTE_MS / 1000
	}) as const;

const luciaOver = (deps: LoginDeps) =>
	new Lucia(adapterOver(deps), {
		sessionExpiresIn: new TimeSpan(IDLE_MINUTES, 'm'),
		sessionCookie: { name: LOGIN_COOKIE },
		getUserAttributes: (attributes) => ({ email: attributes.email }),
		getSessionAttributes: (attributes) => ({ shownOrganizationId: attributes.organizationId })
	});

/** What a row keeps of a login beside its times. */
type SessionAttributes = Pick<SessionRow, 'organizationId' | 'device'>;
type SessionRow = Store['t']['loginSessions']['$inferSelect'];

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof luciaOver>;
		DatabaseUserAttributes: { email: string };
		DatabaseSessionAttributes: SessionAttributes;
	}
}

/**
 * Stores SHA-256 of the token only: every look-up hashes what it is given, so that a row's id opens nothing. Lucia reads the
 * computer's clock; times cross here between that one and ours, so that tests can turn it.
 */
function adapterOver({ store, clock }: LoginDeps): Adapter {
	const { db, t } = store;
	const sessions = t.loginSessions;
	const ahead = Date.now() - clock.now();
	const toLucia = (row: SessionRow, id: string): DatabaseSession => ({
		id,
		userId: row.userId,
		expiresAt: new Date(Math.min(row.expiresAt, row.createdAt + ABSOLUTE_MS) + ahead),
		attributes: { organizationId: row.organizationId, device: row.device }
	});
	return {
		async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
			const [row] = await db
				.select({ session: sessions, email: t.users.email })
				.from(sessions)
				.innerJoin(t.users, eq(t.users.id, sessions.userId))
				.where(eq(sessions.id, hashSecret(token)));
			if (!row) return [null, null];
			return [toLucia(row.session, token), { id: row.session.userId, attributes: { email: row.email } }];
		},
		async getUserSessions(userId) {
			const rows = await db.select().from(sessions).where(eq(sessions.userId, userId));
			return rows.map((row) => toLucia(row, row.id));
		},
		async setSession({ id, userId, expiresAt, attributes }) {
			await db.insert(sessions).values({
				...attributes,
				id: hashSecret(id),
				userId,
				expiresAt: expiresAt.getTime() - ahead,
				createdAt: clock.now()
			});
		},
		async updateSessionExpiration(token, expiresAt) {
			await db
				.update(sessions)
				.set({ expiresAt: expiresAt.getTime() - ahead })
				.where(eq(sessions.id, hashSecret(token)));
		},
		async deleteSession(token) {
			await db.delete(sessions).where(eq(sessions.id, hashSecret(token)));
		},
		async deleteUserSessions(userId) {
			await db.delete(sessions).where(eq(sessions.userId, userId));
		},
		async deleteExpiredSessions() {
			await db.delete(sessions).where(lte(sessions.expiresAt, clock.now()));
		}
	};
}
