import { fail, redirect } from '@sveltejs/kit';
import { LOGIN_COOKIE, loginCookieAttributes, readPendingKinds } from '$lib/server/auth';
import { nextPage } from '$lib/server/hooks/formRequest';
import { AppError } from '$lib/server/platform';
import { waitFields } from '$lib/server/rest';
import type { RequestEvent } from './$types';

/** Holds a right password until the second step comes; opens nothing by itself. */
export const PENDING_COOKIE = 'kyc_login_pending';

/** Whoever was let in, on their way to where they wanted to go. */
export function enter({ locals, cookies, url }: RequestEvent, token: string): never {
	cookies.set(LOGIN_COOKIE, token, loginCookieAttributes(locals.deps.config));
	cookies.delete(PENDING_COOKIE, { path: '/login' });
	redirect(303, nextPage(url));
}

/** A refusal for the page to tell. A login that waits stays waiting, unless its password has to be given again. */
export async function refused(
	event: RequestEvent,
	error: unknown,
	said: { email: string; pending?: boolean; passkey?: boolean }
) {
	if (!(error instanceof AppError)) throw error;
	event.setHeaders(waitFields(error));
	const over = said.pending === true && error.code === 'SESSION_EXPIRED';
	const kinds = said.pending && !over ? await kindsOf(event) : [];
	if (over) event.cookies.delete(PENDING_COOKIE, { path: '/login' });
	const told = { code: error.code, retryAfterSeconds: error.retryAfterSeconds ?? 0 };
	return fail(error.status, { email: said.email, passkey: said.passkey ?? false, kinds, ...told });
}

/** What the login that this browser began waits for; nothing: it waits for none. */
export async function kindsOf({ locals, cookies }: Pick<RequestEvent, 'locals' | 'cookies'>) {
	const pending = cookies.get(PENDING_COOKIE);
	return pending === undefined ? [] : readPendingKinds(locals.deps, pending);
}
