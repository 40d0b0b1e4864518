import { ok, requireApplicant, route } from '$lib/server/rest';
import { readProgress } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	return ok(await readProgress(event.locals.deps, applicant));
});
