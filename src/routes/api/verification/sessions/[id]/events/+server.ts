import { progressStream, requireApplicant, route } from '$lib/server/rest';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	return progressStream(event.locals.deps, applicant, event.request.signal);
});
