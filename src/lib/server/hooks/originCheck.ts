import type { Handle, RequestEvent } from '@sveltejs/kit';
import { LOGIN_COOKIE } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { fail } from '$lib/server/rest';

/** Sets a cookie for whoever asks: another site could put its own session into a browser. */
const REDEEM = '/api/verification/sessions/handoff/redeem';
const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site has a browser make (contract, Dashboard REST): every method that changes something, every
 * content type. Calls to the public API that neither bring one of our cookies nor set one are not concerned: they carry a
 * bearer or nothing.
 */
export const originCheck: Handle = ({ event, resolve }) => {
	const { request, locals } = event;
	if (READING_METHODS.has(request.method) || !isConcerned(event)) return resolve(event);
	if (comesFromUs(request.headers, locals.deps.config.origin)) return resolve(event);
	return fail(new AppError('ORIGIN_REFUSED', { internal: 'foreign or opaque origin' }), locals);
};

/** Everything but the bearer API is for browsers; there too, as soon as one of our cookies comes along or is set. */
function isConcerned({ url, cookies }: RequestEvent): boolean {
	if (!url.pathname.startsWith('/api/verification/') || isRedeem(url.pathname)) return true;
	return cookies.getAll().some(({ name }) => name === LOGIN_COOKIE || name.startsWith('kyc_applicant_'));
}

/** Kit takes the path with escapes and with a closing slash too; one it cannot read leads to no route. */
function isRedeem(pathname: string): boolean {
	try {
		return decodeURI(pathname).replace(/\/$/, '').toLowerCase() === REDEEM;
	} catch {
		return false;
	}
}

/** A present Origin decides; without one, Sec-Fetch-Site; with neither, the caller is no browser. */
function comesFromUs(headers: Headers, ownOrigin: string): boolean {
	const origin = headers.get('origin');
	if (origin !== null) return origin === ownOrigin;
	const site = headers.get('sec-fetch-site');
	return site === null || site === 'same-origin' || site === 'none';
}
