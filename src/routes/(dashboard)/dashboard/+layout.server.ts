import { error } from '@sveltejs/kit';
import { environmentOf } from '$lib/contract/environmentOf';
import type { LayoutServerLoad } from './$types';

/** What the rail shows on every page. */
export const load: LayoutServerLoad = ({ locals, url }) => {
	if (!locals.login) error(401, { message: 'LOGIN_REQUIRED' });
	const { email, organizationId, organizationName, role } = locals.login;
	return {
		email,
		organization: { id: organizationId, name: organizationName },
		role,
		environment: environmentOf(url),
		origin: locals.deps.config.origin
	};
};
