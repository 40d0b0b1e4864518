import { redirect, type Handle } from '@sveltejs/kit';

/** Pages of the dashboard are for people who are logged in; the others are led to the login, and back afterwards. */
export const dashboardGate: Handle = ({ event, resolve }) => {
	if (event.route.id?.startsWith('/(dashboard)') && !event.locals.login)
		redirect(303, `/login?next=${encodeURIComponent(event.url.pathname + event.url.search)}`);
	return resolve(event);
};
