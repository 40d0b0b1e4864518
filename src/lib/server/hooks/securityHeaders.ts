import type { Handle } from '@sveltejs/kit';

const ONE_YEAR_SECONDS = 31_536_000;
const API_POLICY = "default-src 'none'";

/**
 * What every answer says to the browser. The content policy of pages (with its nonce) is Kit's; this adds who may frame them:
 * nobody, unless the page's load said otherwise in `locals.frameAncestors`.
 */
export const securityHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	const path = event.url.pathname;
	const hosted = path.startsWith('/verification/');
	const api = path.startsWith('/api/');
	headers.set('x-content-type-options', 'nosniff');
	headers.set('referrer-policy', hosted ? 'no-referrer' : 'same-origin');
	headers.set('permissions-policy', `camera=(${hosted ? 'self' : ''}), microphone=(), geolocation=()`);
	headers.set('cross-origin-opener-policy', 'same-origin');
	if (event.locals.deps.config.secureCookies)
		headers.set('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}; includeSubDomains`);
	const policy = headers.get('content-security-policy') ?? (api ? API_POLICY : null);
	const ancestors = `frame-ancestors ${event.locals.frameAncestors ?? "'none'"}`;
	headers.set('content-security-policy', policy ? `${withoutAncestors(policy)}; ${ancestors}` : ancestors);
	const personal = hosted || api || event.locals.login;
	if (personal && !headers.has('cache-control')) headers.set('cache-control', 'no-store');
	if (personal && headers.get('cache-control') === 'private, no-cache') headers.set('cache-control', 'no-store');
	return response;
};

const withoutAncestors = (policy: string): string =>
	policy
		.split(';')
		.map((directive) => directive.trim())
		.filter((directive) => directive && !directive.startsWith('frame-ancestors'))
		.join('; ');
