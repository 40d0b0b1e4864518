import { readPublishableKey, type ApplicantPrincipal } from '$lib/server/auth';
import type { Store } from '$lib/server/db';
import { AppError, type Clock } from '$lib/server/platform';

/**
 * Whether the key that a framing page shows belongs to the session it brings: the same organization and environment.
 * @throws API_KEY_INVALID for every other key, revoked ones too
 */
export async function openEmbedded(
	deps: { store: Store; clock: Clock },
	applicant: ApplicantPrincipal,
	publishableKey: string
): Promise<void> {
	const { organizationId, environment } = await readPublishableKey(deps, publishableKey);
	if (organizationId !== applicant.organizationId || environment !== applicant.environment)
		throw new AppError('API_KEY_INVALID', { internal: 'publishable key of another organization or environment' });
}
