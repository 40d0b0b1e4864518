import type { Handle } from '@sveltejs/kit';

/**
 * Pages of the dashboard are for people who are logged in; the others are led to the login, and back afterwards. Answers
 * rather than throws: a thrown redirect passes by the hooks around this one, and would lack their headers.
 */
export const dashboardGate: Handle = ({ event, resolve }) => {
	if (!event.route.id?.startsWith('/(dashboard)') || event.locals.login) return resolve(event);
	const location = `/login?next=${encodeURIComponent(event.url.pathname + event.url.search)}`;
	return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
};
