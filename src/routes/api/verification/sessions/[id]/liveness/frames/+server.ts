import { countCall, ok, readBurst, requireApplicant, route } from '$lib/server/rest';
import { submitBurst } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const PUT = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	await countCall(event, 'evidence', applicant.sessionId);
	const { next } = await submitBurst(event.locals.deps, applicant, await readBurst(event.request));
	return ok({ ok: true, accepted: true, next }, { status: 202 });
});
