import { OpenEmbeddedInput } from '$lib/contract/embed';
import { ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { openEmbedded, readProgress } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const applicant = await requireApplicant(event, event.params.id);
	const { publishableKey } = await readJson(event.request, OpenEmbeddedInput);
	await openEmbedded(deps, applicant, publishableKey);
	return ok(await readProgress(deps, applicant));
});
