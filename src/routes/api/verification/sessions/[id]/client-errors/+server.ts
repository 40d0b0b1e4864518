import { ClientErrorInput } from '$lib/contract/clientErrors';
import { countCall, ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { reportClientError } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	await countCall(event, 'clientErrors', applicant.sessionId);
	await reportClientError(event.locals.deps, applicant, await readJson(event.request, ClientErrorInput));
	return ok({ ok: true });
});
