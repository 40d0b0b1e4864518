import type { ApiFailure } from '$lib/capture/applicantApi';
import { errorText } from '$lib/i18n/errorText';
import { m } from '$lib/paraglide/messages';
import { adviseRefusal } from './advice';

/** What a failed call means to the applicant, in one sentence. */
export function failureText(failure: ApiFailure): string {
	if (failure.code === 'NETWORK') return m.hosted_offline();
	if (failure.code === 'IMAGE_QUALITY_LOW') return adviseRefusal(failure.reasons).text;
	return errorText(failure.code);
}
