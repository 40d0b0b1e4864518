import { fail, redirect } from '@sveltejs/kit';
import { PasswordInput } from '$lib/contract/people';
import { applyResetLink, readResetLink } from '$lib/server/organizations';
import { AppError } from '$lib/server/platform';
import { addressOf, textOf } from '$lib/server/hooks/formRequest';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
	const person = await readResetLink(locals.deps, params.token).catch((error: unknown) => {
		if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
		throw error;
	});
	return { email: person?.email ?? null };
};

export const actions: Actions = {
	default: async (event) => {
		const { locals, request, params } = event;
		const password = PasswordInput.safeParse(textOf(await request.formData(), 'password'));
		if (!password.success) return fail(422, { code: 'VALIDATION_FAILED' as const });
		try {
			await applyResetLink(locals.deps, { token: params.token, password: password.data, address: addressOf(event) });
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			return fail(error.status, { code: error.code });
		}
		redirect(303, '/login?set=1');
	}
};
