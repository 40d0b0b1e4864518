import { MAX_UPLOAD_BYTES, PICTURE_SLOTS } from '$lib/contract/slots';
import { AppError } from '$lib/server/platform';
import { countCall, ok, readBytes, requireApplicant, route } from '$lib/server/rest';
import { submitEvidence } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const PUT = route<RequestEvent>(async (event) => {
	const applicant = await requireApplicant(event, event.params.id);
	const slot = PICTURE_SLOTS.find((name) => name === event.params.slot);
	if (!slot) throw new AppError('NOT_FOUND');
	await countCall(event, 'evidence', applicant.sessionId);
	const bytes = await readBytes(event.request, MAX_UPLOAD_BYTES);
	const { next } = await submitEvidence(event.locals.deps, applicant, { slot, bytes });
	return ok({ ok: true, accepted: true, next }, { status: 202 });
});
