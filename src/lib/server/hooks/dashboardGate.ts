import type { Handle } from '@sveltejs/kit';

/** Where somebody sets a second step up, or goes on to an organization that asks for none. */
const WITHOUT_SECOND_STEP = new Set(['/(dashboard)/dashboard/second-step', '/(dashboard)/dashboard/account']);

/**
 * Pages of the dashboard are for people who are logged in; the others are led to the login, and back afterwards. Whoever has to
 * set up a second step first is led there. Answers rather than throws: a thrown redirect passes by the hooks around this one, and
 * would lack their headers.
 */
export const dashboardGate: Handle = ({ event, resolve }) => {
	const id = event.route.id;
	if (!id?.startsWith('/(dashboard)')) return resolve(event);
	const { login } = event.locals;
	if (!login) return leadTo('/login', event.url);
	if (login.secondStepMissing && !WITHOUT_SECOND_STEP.has(id)) return leadTo('/dashboard/second-step', event.url);
	return resolve(event);
};

function leadTo(page: string, from: URL): Response {
	const location = `${page}?next=${encodeURIComponent(from.pathname + from.search)}`;
	return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}
