import { LivenessChallengeInput } from '$lib/contract/liveness';
import { countCall, ok, readJson, requireApplicant, route } from '$lib/server/rest';
import { createChallenge } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	await countCall(event, 'challenge', applicant.sessionId);
	const input = await readJson(event.request, LivenessChallengeInput);
	return ok(await createChallenge(event.locals.deps, applicant, input), { status: 201 });
});
