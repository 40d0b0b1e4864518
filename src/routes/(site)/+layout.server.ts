import type { LayoutServerLoad } from './$types';

/** Whether to offer the dashboard or the login. */
export const load: LayoutServerLoad = ({ locals }) => ({
	loggedIn: locals.login !== null,
	signupOpen: locals.deps.config.signupOpen
});
