import { fail, redirect } from '@sveltejs/kit';
import { LOGIN_COOKIE, logIn, loginCookieAttributes } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { waitFields } from '$lib/server/rest';
import { addressOf, nextPage, textOf } from '$lib/server/hooks/formRequest';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	if (locals.login) redirect(303, nextPage(url));
	return {};
};

export const actions: Actions = {
	default: async (event) => {
		const { locals, cookies, request, url } = event;
		const form = await request.formData();
		const email = textOf(form, 'email');
		try {
			const { token } = await logIn(locals.deps, {
				email,
				password: textOf(form, 'password'),
				address: addressOf(event)
			});
			cookies.set(LOGIN_COOKIE, token, loginCookieAttributes(locals.deps.config));
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			event.setHeaders(waitFields(error));
			return fail(error.status, { email, code: error.code, retryAfterSeconds: error.retryAfterSeconds ?? 0 });
		}
		redirect(303, nextPage(url));
	}
};
