import { HandoffInput } from '$lib/contract/verification';
import { countCall, ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { createHandoff } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	await countCall(event, 'handoff', applicant.sessionId);
	const input = await readJson(event.request, HandoffInput);
	return ok(await createHandoff(event.locals.deps, applicant, input), { status: 201 });
});
