import { ConsentInput } from '$lib/contract/verification';
import { ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { giveConsent, readProgress } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const applicant = await requireApplicant(event, event.params.id);
	const input = await readJson(event.request, ConsentInput);
	await giveConsent(deps, applicant, input, event.request.headers.get('user-agent'));
	return ok(await readProgress(deps, applicant));
});
