import { error, fail, redirect } from '@sveltejs/kit';
import { LOGIN_COOKIE, loginCookieAttributes } from '$lib/server/auth';
import { addressOf, textOf } from '$lib/server/hooks/formRequest';
import { signUp, SignUpInput } from '$lib/server/organizations';
import { AppError } from '$lib/server/platform';
import { waitFields } from '$lib/server/rest';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (locals.login) redirect(303, '/dashboard');
	if (!locals.deps.config.signupOpen) error(404, { message: 'NOT_FOUND' });
	return {};
};

export const actions: Actions = {
	default: async (event) => {
		const { locals, cookies, request } = event;
		const form = await request.formData();
		const written = { organizationName: textOf(form, 'organizationName'), email: textOf(form, 'email') };
		const input = SignUpInput.safeParse({ ...written, password: textOf(form, 'password') });
		if (!input.success) {
			const fields = input.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
			return fail(422, { ...written, code: 'VALIDATION_FAILED' as const, fields });
		}
		try {
			const { token } = await signUp(locals.deps, { ...input.data, address: addressOf(event) });
			cookies.set(LOGIN_COOKIE, token, loginCookieAttributes(locals.deps.config));
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			event.setHeaders(waitFields(thrown));
			return fail(thrown.status, { ...written, code: thrown.code, fields: thrown.fields ?? [] });
		}
		redirect(303, '/dashboard');
	}
};
