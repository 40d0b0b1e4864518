import type { ApiFailure } from '$lib/capture/applicantApi';
import { m } from '$lib/paraglide/messages';

/** The codes that the applicant API answers with. Not the whole table of errors: each sentence is downloaded by a phone. */
const TEXTS: Partial<Record<ApiFailure['code'], () => string>> = {
	NETWORK: m.hosted_offline,
	CLIENT_SECRET_INVALID: m.error_CLIENT_SECRET_INVALID,
	CONSENT_REQUIRED: m.error_CONSENT_REQUIRED,
	EVIDENCE_INCOMPLETE: m.error_EVIDENCE_INCOMPLETE,
	HANDOFF_INVALID: m.error_HANDOFF_INVALID,
	IMAGE_TYPE_UNSUPPORTED: m.error_IMAGE_TYPE_UNSUPPORTED,
	IMAGE_UNREADABLE: m.error_IMAGE_UNREADABLE,
	LIVENESS_CHALLENGE_EXPIRED: m.error_LIVENESS_CHALLENGE_EXPIRED,
	LIVENESS_CHALLENGE_INVALID: m.error_LIVENESS_CHALLENGE_INVALID,
	LIVENESS_CHALLENGE_USED: m.error_LIVENESS_CHALLENGE_USED,
	ORIGIN_REFUSED: m.error_ORIGIN_REFUSED,
	PAYLOAD_TOO_LARGE: m.error_PAYLOAD_TOO_LARGE,
	RATE_LIMITED: m.error_RATE_LIMITED,
	SESSION_CANCELED: m.error_SESSION_CANCELED,
	SESSION_EXPIRED: m.error_SESSION_EXPIRED,
	SESSION_FINISHED: m.error_SESSION_FINISHED,
	SLOT_NOT_EXPECTED: m.error_SLOT_NOT_EXPECTED,
	UNAVAILABLE: m.error_UNAVAILABLE
};

/** What a failed call means to the applicant, in one sentence. */
export function failureText(failure: ApiFailure): string {
	return (TEXTS[failure.code] ?? m.error_INTERNAL_ERROR)();
}
