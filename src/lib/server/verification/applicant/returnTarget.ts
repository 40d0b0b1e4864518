import type { ApplicantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { loadSession } from '../session/load';
import { buildReturnUrl } from '../session/returnUrl';

/** Where the applicant goes back to, with the status as it is now; null: no returnUrl, the built-in page says goodbye. */
export async function returnTarget(deps: Deps, applicant: ApplicantPrincipal): Promise<string | null> {
	const session = await loadSession(deps, applicant, applicant.sessionId);
	return session.returnUrl ? buildReturnUrl(session.returnUrl, session.id, session.reviewStatus) : null;
}
