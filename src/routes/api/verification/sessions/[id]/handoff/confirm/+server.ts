import { ConfirmHandoffInput } from '$lib/contract/verification';
import { ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { confirmHandoff, readProgress } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const applicant = await requireApplicant(event, event.params.id);
	await confirmHandoff(deps, applicant, await readJson(event.request, ConfirmHandoffInput));
	return ok(await readProgress(deps, applicant));
});
