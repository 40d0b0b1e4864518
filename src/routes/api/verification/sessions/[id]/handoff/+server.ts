import { countCall, ok, requireApplicant, route } from '$lib/server/rest';
import { createHandoff } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	await countCall(event, 'handoff', applicant.sessionId);
	return ok(await createHandoff(event.locals.deps, applicant), { status: 201 });
});
