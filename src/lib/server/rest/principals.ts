import {
	addressGroup,
	applicantCookieName,
	authenticateApplicant,
	authenticateSecretKey,
	CALL_WINDOW_SECONDS,
	callQuotaOf
} from '$lib/server/auth';
import type { ApplicantPrincipal, KeyUsed, TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError, type RateLimitQuota } from '$lib/server/platform';
import { addressOf, type CountedCall } from './countCall';
import { rateLimitFields } from './respond';

interface Call {
	request: Request;
	locals: { deps: Deps; keyUsed?: KeyUsed; overLimit?: { until: number; rateLimit: RateLimitQuota | undefined } };
}

/** Keys of one organization and environment that may be used to their limit at the same time. */
const KEYS_AT_FULL_RATE = 5;

/**
 * The tenant's backend, by `Authorization: Bearer sk_…`, within its limits: the address is counted before the key is looked at, the
 * key after it, and what all keys of the organization ask for together: more keys are no more than a few keys' share of the site.
 * @throws API_KEY_INVALID, RATE_LIMITED
 */
export async function requireSecretKey(event: Call & CountedCall): Promise<TenantPrincipal> {
	const { deps } = event.locals;
	const { rateLimitPerAddress, rateLimitPerKey } = deps.config;
	const address = { name: 'address', subject: addressGroup(addressOf(event)), perMinute: rateLimitPerAddress };
	await deps.callLimiter.take(address);
	const tenant = await authenticateSecretKey(deps, event.request.headers.get('authorization'), (key) => {
		event.locals.keyUsed = key;
	});
	const { organizationId, environment } = tenant;
	const together = rateLimitPerKey * KEYS_AT_FULL_RATE;
	await deps.callLimiter.take({
		name: 'organization',
		subject: `${organizationId}|${environment}`,
		perMinute: together
	});
	const key = { name: 'key', subject: tenant.apiKeyId, perMinute: rateLimitPerKey };
	const state = await deps.callLimiter.take(key).catch((error: unknown) => {
		if (error instanceof AppError && error.retryAfterMs !== undefined)
			event.locals.overLimit = { until: deps.clock.now() + error.retryAfterMs, rateLimit: error.rateLimit };
		throw error;
	});
	const quota = { name: key.name, limit: callQuotaOf(key), windowSeconds: CALL_WINDOW_SECONDS };
	event.setHeaders(rateLimitFields(quota, state));
	return tenant;
}

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
