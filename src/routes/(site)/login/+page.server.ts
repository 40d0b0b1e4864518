import { fail, redirect } from '@sveltejs/kit';
import { finishLogIn, LOGIN_COOKIE, logIn, loginCookieAttributes } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { waitFields } from '$lib/server/rest';
import { addressOf, nextPage, textOf } from '$lib/server/hooks/formRequest';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Holds a right password until the code comes; opens nothing by itself. */
const PENDING_COOKIE = 'kyc_login_pending';

export const load: PageServerLoad = ({ locals, url, cookies }) => {
	if (locals.login) redirect(303, nextPage(url));
	return { pending: cookies.get(PENDING_COOKIE) !== undefined };
};

export const actions: Actions = {
	password: async (event) => {
		const { locals, cookies, request, url } = event;
		const form = await request.formData();
		const email = textOf(form, 'email');
		const attributes = loginCookieAttributes(locals.deps.config);
		try {
			const { token, pending } = await logIn(locals.deps, {
				email,
				password: textOf(form, 'password'),
				address: addressOf(event),
				userAgent: request.headers.get('user-agent')
			});
			if (pending !== undefined) {
				cookies.set(PENDING_COOKIE, pending, { ...attributes, path: '/login', maxAge: 300 });
				return { pending: true };
			}
			cookies.set(LOGIN_COOKIE, token, attributes);
		} catch (error) {
			return refused(event, error, { email });
		}
		redirect(303, nextPage(url));
	},
	code: async (event) => {
		const { locals, cookies, request, url } = event;
		const form = await request.formData();
		try {
			const { token } = await finishLogIn(locals.deps, {
				pending: cookies.get(PENDING_COOKIE) ?? '',
				code: textOf(form, 'code').slice(0, 40),
				address: addressOf(event),
				userAgent: request.headers.get('user-agent')
			});
			cookies.set(LOGIN_COOKIE, token, loginCookieAttributes(locals.deps.config));
			cookies.delete(PENDING_COOKIE, { path: '/login' });
		} catch (error) {
			const over = error instanceof AppError && error.code === 'SESSION_EXPIRED';
			if (over) cookies.delete(PENDING_COOKIE, { path: '/login' });
			return refused(event, error, { email: '', pending: !over });
		}
		redirect(303, nextPage(url));
	},
	back: ({ cookies }) => {
		cookies.delete(PENDING_COOKIE, { path: '/login' });
		redirect(303, '/login');
	}
};

function refused(event: RequestEvent, error: unknown, said: { email: string; pending?: boolean }) {
	if (!(error instanceof AppError)) throw error;
	event.setHeaders(waitFields(error));
	return fail(error.status, { ...said, code: error.code, retryAfterSeconds: error.retryAfterSeconds ?? 0 });
}
