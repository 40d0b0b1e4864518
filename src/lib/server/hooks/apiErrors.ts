import type { Handle } from '@sveltejs/kit';
import { AppError } from '$lib/server/platform';
import { fail } from '$lib/server/rest';

/** What fails under /api outside of any route of ours, in the one shape too: a wrong method, and whatever a hook throws. */
export const apiErrors: Handle = async ({ event, resolve }) => {
	if (!event.url.pathname.startsWith('/api/')) return resolve(event);
	try {
		const response = await resolve(event);
		if (isMalformedPath(event.url.pathname)) return fail(new AppError('NOT_FOUND'), event.locals);
		// Routes of ours answer in JSON; a plain 405 is the framework's.
		if (response.status !== 405 || response.headers.get('content-type')?.startsWith('application/json'))
			return response;
		const refusal = fail(new AppError('METHOD_NOT_ALLOWED'), event.locals);
		const allow = response.headers.get('allow');
		if (allow) refusal.headers.set('allow', allow);
		return refusal;
	} catch (error) {
		return fail(error, event.locals);
	}
};

/** The framework finds no route for a path whose escapes are no text, and says so in its own words. */
function isMalformedPath(pathname: string): boolean {
	try {
		// The result is used: a bundler takes a call whose result nobody reads for one that does nothing.
		return decodeURI(pathname).length === 0;
	} catch {
		return true;
	}
}
