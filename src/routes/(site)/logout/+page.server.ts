import { redirect } from '@sveltejs/kit';
import { LOGIN_COOKIE, logOut } from '$lib/server/auth';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (!locals.login) redirect(303, '/login');
	return { email: locals.login.email };
};

export const actions: Actions = {
	default: async ({ locals, cookies }) => {
		const token = cookies.get(LOGIN_COOKIE);
		if (token) await logOut(locals.deps, locals.login, token);
		cookies.delete(LOGIN_COOKIE, { path: '/', secure: locals.deps.config.secureCookies });
		redirect(303, '/login');
	}
};
