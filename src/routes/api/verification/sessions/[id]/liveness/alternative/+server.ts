import { LivenessAlternativeInput } from '$lib/contract/liveness';
import { countCall, ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { takeAlternative } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	await countCall(event, 'challenge', applicant.sessionId);
	const input = await readJson(event.request, LivenessAlternativeInput);
	const { next } = await takeAlternative(event.locals.deps, applicant, input);
	return ok({ ok: true, accepted: true, next });
});
