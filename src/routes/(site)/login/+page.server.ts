import { redirect } from '@sveltejs/kit';
import { finishLogIn, logIn, loginCookieAttributes, passkeyState } from '$lib/server/auth';
import { addressOf, nextPage, textOf } from '$lib/server/hooks/formRequest';
import { enter, kindsOf, PENDING_COOKIE, refused } from './entering.server';
import { passkeyActions } from './passkeyActions.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event;
	if (locals.login) redirect(303, nextPage(url));
	return { kinds: await kindsOf(event), passkeys: passkeyState(locals.deps.config) };
};

export const actions: Actions = {
	password: async (event) => {
		const { locals, cookies, request } = event;
		const form = await request.formData();
		const email = textOf(form, 'email');
		try {
			const entered = await logIn(locals.deps, {
				email,
				password: textOf(form, 'password'),
				address: addressOf(event),
				userAgent: request.headers.get('user-agent')
			});
			if (entered.pending === undefined) return enter(event, entered.token);
			const attributes = loginCookieAttributes(locals.deps.config);
			cookies.set(PENDING_COOKIE, entered.pending, { ...attributes, path: '/login', maxAge: 300 });
			return { kinds: entered.kinds };
		} catch (error) {
			return refused(event, error, { email });
		}
	},
	code: async (event) => {
		const { locals, cookies, request } = event;
		const form = await request.formData();
		try {
			const { token } = await finishLogIn(locals.deps, {
				pending: cookies.get(PENDING_COOKIE) ?? '',
				code: textOf(form, 'code').slice(0, 40),
				address: addressOf(event),
				userAgent: request.headers.get('user-agent')
			});
			enter(event, token);
		} catch (error) {
			return refused(event, error, { email: '', pending: true });
		}
	},
	...passkeyActions,
	back: ({ cookies }) => {
		cookies.delete(PENDING_COOKIE, { path: '/login' });
		redirect(303, '/login');
	}
};
