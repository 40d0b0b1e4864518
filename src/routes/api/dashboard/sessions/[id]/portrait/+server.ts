import { operatorOf } from '$lib/server/auth';
import { pictureResponse, route } from '$lib/server/rest';
import { readPortrait } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** The holder's portrait for the list of sessions. */
export const GET = route<RequestEvent>(async ({ locals, params }) =>
	pictureResponse(await readPortrait(locals.deps, operatorOf(locals.login), { sessionId: params.id }))
);
