import { and, eq } from 'drizzle-orm';
import { AppError, type Clock, type Config, type Ids } from '$lib/server/platform';
import type { Store } from '$lib/server/db';
import { hashSecret } from './apiKey';
import type { ApplicantPrincipal } from './principal';

const FORM = /^kvs_[0-9a-f]{64}$/;

/** `kvs_` + 256 bit. Opens one session, for its applicant. */
export const mintClientSecret = (ids: Ids): string => `kvs_${ids.hex(32)}`;

export const applicantCookieName = (sessionId: string): string => `kyc_applicant_${sessionId}`;

/** Every applicant's credential that a browser brings, of whatever session. At most twenty: each is hashed. */
export const heldCredentials = (cookies: { getAll(): { name: string; value: string }[] }): string[] =>
	cookies
		.getAll()
		.filter(({ name, value }) => name.startsWith(applicantCookieName('')) && FORM.test(value))
		.slice(0, 20)
		.map(({ value }) => value);

/** Contract, Keys: HttpOnly, SameSite=Lax, Path=/, Secure on HTTPS, no longer than the session. The value is the credential. */
export function applicantCookie(
	deps: { config: Pick<Config, 'secureCookies'>; clock: Clock },
	sessionId: string,
	sessionExpiresAt: number
) {
	return {
		name: applicantCookieName(sessionId),
		options: {
			path: '/',
			httpOnly: true,
			sameSite: 'lax' as const,
			secure: deps.config.secureCookies,
			maxAge: Math.max(60, Math.floor((sessionExpiresAt - deps.clock.now()) / 1000))
		}
	};
}

/**
 * Who is calling, by client secret or by the credential of a phone that redeemed a hand-off (the cookie holds one of the
 * two). Says nothing of the session's state: services judge that. Every failure is the same CLIENT_SECRET_INVALID.
 */
export async function authenticateApplicant(
	deps: { store: Store },
	sessionId: string,
	credential: string | null | undefined
): Promise<ApplicantPrincipal> {
	if (!credential || !FORM.test(credential)) throw new AppError('CLIENT_SECRET_INVALID', { internal: 'malformed' });
	const { db, t } = deps.store;
	const hash = hashSecret(credential);
	const sessions = t.verificationSessions;
	const shape = { organizationId: sessions.organizationId, environment: sessions.environment };
	const [byLink] = await db
		.select(shape)
		.from(sessions)
		.where(and(eq(sessions.id, sessionId), eq(sessions.clientSecretHash, hash)));
	const [found] = byLink
		? [byLink]
		: await db
				.select(shape)
				.from(t.applicantCredentials)
				.innerJoin(sessions, eq(sessions.id, t.applicantCredentials.sessionId))
				.where(and(eq(t.applicantCredentials.hash, hash), eq(t.applicantCredentials.sessionId, sessionId)));
	if (!found) throw new AppError('CLIENT_SECRET_INVALID', { internal: 'unknown' });
	const { organizationId, environment } = found;
	return { kind: 'applicant', organizationId, environment, sessionId, credentialHash: byLink ? null : hash };
}
