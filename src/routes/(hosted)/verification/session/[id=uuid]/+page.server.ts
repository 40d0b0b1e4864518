import { error, redirect } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import { chooseLocale, LANGUAGE_COOKIE } from '$lib/i18n/chooseLocale';
import { applicantCookie, applicantCookieName, authenticateApplicant } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { toAppError } from '$lib/server/trpc/errors';
import { readProgress } from '$lib/server/verification';
import type { PageServerLoad, PageServerLoadEvent } from './$types';

/** The link is exchanged for a cookie and stripped from the address; a hand-off code is left to the page's script. */
export const load: PageServerLoad = async (event) => {
	const { params, url, cookies, locals, request } = event;
	const token = url.searchParams.get('token');
	if (token !== null) return exchange(event, token);
	const handoff = url.searchParams.get('handoff');
	if (handoff !== null) return { handoff };
	// Nothing to go by: cookies are blocked, or the address was opened without its token.
	if (!cookies.get(applicantCookieName(params.id))) error(401, { message: 'COOKIES_BLOCKED' });
	const progress = await locals.caller.applicant.progress({ sessionId: params.id }).catch((cause: unknown) => {
		if (cause instanceof TRPCError) refuse(toAppError(cause), locals.requestId);
		throw cause;
	});
	locals.locale = chooseLocale({
		chosen: cookies.get(LANGUAGE_COOKIE),
		session: progress.locale,
		accepted: request.headers.get('accept-language')
	});
	return { progress, resultWaitSeconds: locals.deps.config.resultWaitSeconds };
};

/** Every hit with a valid token sets the cookie anew; the token is not spent by it. */
async function exchange({ params, url, cookies, locals }: PageServerLoadEvent, token: string): Promise<never> {
	const { deps, requestId } = locals;
	try {
		const applicant = await authenticateApplicant(deps, params.id, token);
		const { expiresAt } = await readProgress(deps, applicant);
		const { name, options } = applicantCookie(deps, params.id, Date.parse(expiresAt));
		cookies.set(name, token, options);
	} catch (cause) {
		if (cause instanceof AppError) refuse(cause, requestId);
		throw cause;
	}
	const clean = new URL(url);
	clean.searchParams.delete('token');
	redirect(303, clean.pathname + clean.search);
}

function refuse({ status, code }: AppError, requestId: string): never {
	error(status, { message: code, code, requestId });
}
