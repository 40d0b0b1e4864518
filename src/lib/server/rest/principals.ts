import { applicantCookieName, authenticateApplicant, authenticateSecretKey } from '$lib/server/auth';
import type { ApplicantPrincipal, TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';

interface Call {
	request: Request;
	locals: { deps: Deps };
}

/** The tenant's backend, by `Authorization: Bearer sk_…`. */
export const requireSecretKey = ({ request, locals }: Call): Promise<TenantPrincipal> =>
	authenticateSecretKey(locals.deps, request.headers.get('authorization'));

/** The applicant, by `Authorization: Bearer kvs_…`; by this session's own cookie only where no Authorization is sent. */
export function requireApplicant(
	{ request, locals, cookies }: Call & { cookies: { get(name: string): string | undefined } },
	sessionId: string
): Promise<ApplicantPrincipal> {
	const authorization = request.headers.get('authorization');
	const credential =
		authorization === null
			? cookies.get(applicantCookieName(sessionId))
			: /^Bearer (kvs_[0-9a-f]+)$/i.exec(authorization)?.[1];
	return authenticateApplicant(locals.deps, sessionId, credential);
}
