import { ok, requireApplicant, route } from '$lib/server/rest';
import { createHandoff } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	return ok(await createHandoff(event.locals.deps, applicant), { status: 201 });
});
