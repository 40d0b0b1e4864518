import { redirect } from '@sveltejs/kit';
import { applicantCookieName, authenticateApplicant } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { returnTarget } from '$lib/server/verification';
import type { RequestHandler } from './$types';

/** The last hop: 302 to the tenant with the status as it is now; without a returnUrl the session's own page says goodbye. */
export const GET: RequestHandler = async ({ params, cookies, locals }) => {
	const page = `/verification/session/${params.id}`;
	const target = await readTarget(locals.deps, params.id, cookies.get(applicantCookieName(params.id)));
	if (!target) redirect(303, page);
	// By hand, so that the tenant's URL goes out letter by letter.
	return new Response(null, { status: 302, headers: { location: target } });
};

/** Null as well for whoever has no access: the page then says so in words. */
async function readTarget(deps: App.Locals['deps'], sessionId: string, credential: string | undefined) {
	try {
		return await returnTarget(deps, await authenticateApplicant(deps, sessionId, credential));
	} catch (cause) {
		if (cause instanceof AppError && cause.code === 'CLIENT_SECRET_INVALID') return null;
		throw cause;
	}
}
