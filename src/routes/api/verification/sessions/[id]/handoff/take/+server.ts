import { ok, requireApplicant, route } from '$lib/server/rest';
import { readProgress, takeOver } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const applicant = await requireApplicant(event, event.params.id);
	await takeOver(deps, applicant);
	return ok(await readProgress(deps, applicant));
});
