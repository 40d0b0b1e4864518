import { operatorOf } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { pictureResponse, route } from '$lib/server/rest';
import { readLivenessFrame } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** One frame of a liveness recording for the session page. */
export const GET = route<RequestEvent>(async ({ locals, params }) => {
	const operator = operatorOf(locals.login);
	if (!/^\d{1,3}$/.test(params.number)) throw new AppError('NOT_FOUND');
	const { id: sessionId, evidenceId } = params;
	return pictureResponse(
		await readLivenessFrame(locals.deps, operator, { sessionId, evidenceId, number: Number(params.number) })
	);
});
