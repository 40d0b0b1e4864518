import { fail, redirect } from '@sveltejs/kit';
import { PasswordInput } from '$lib/contract/people';
import { LOGIN_COOKIE, loginCookieAttributes } from '$lib/server/auth';
import { acceptInvitation, readInvitation } from '$lib/server/organizations';
import { AppError } from '$lib/server/platform';
import { addressOf, textOf } from '$lib/server/hooks/formRequest';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	// The address is a secret: it goes to no other site, and into no cache.
	setHeaders({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
	const invitation = await readInvitation(locals.deps, params.token).catch((error: unknown) => {
		if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
		throw error;
	});
	return { invitation };
};

export const actions: Actions = {
	default: async (event) => {
		const { locals, cookies, request, params } = event;
		const password = PasswordInput.safeParse(textOf(await request.formData(), 'password'));
		if (!password.success) return fail(422, { code: 'VALIDATION_FAILED' as const });
		let joined: { token: string | null };
		try {
			joined = await acceptInvitation(locals.deps, {
				token: params.token,
				password: password.data,
				address: addressOf(event),
				userAgent: request.headers.get('user-agent')
			});
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			return fail(error.status, { code: error.code });
		}
		// Somebody else may be logged in here: whoever joined is, from now on, or logs in with their second step.
		if (joined.token === null) {
			cookies.delete(LOGIN_COOKIE, { path: '/' });
			redirect(303, '/login');
		}
		cookies.set(LOGIN_COOKIE, joined.token, loginCookieAttributes(locals.deps.config));
		redirect(303, '/dashboard');
	}
};
