/** Pure. How soon an open session page looks again, in ms; false: nothing of it moves by itself. */
import type { ReviewWebhookEvent } from '$lib/contract/review';
import type { ReviewStanding } from '$lib/contract/reviewQueue';
import type { SessionStatus } from '$lib/contract/slots';

const SOON_MS = 3000;
const LATER_MS = 15_000;

/** The whole page: while pictures are being read, and while an event is on its way. An event that waits for its next try is left alone until then. */
export function sessionPoll(
	session: { status: SessionStatus; webhooks: readonly ReviewWebhookEvent[] } | undefined,
	now: number
): number | false {
	if (!session) return false;
	if (session.status === 'processing') return SOON_MS;
	const due = session.webhooks
		.filter(({ state }) => state === 'pending')
		.map(({ attempts }) => (attempts.at(-1)?.nextAttemptAt ?? now) - now);
	return due.length === 0 ? false : Math.max(SOON_MS, Math.min(...due));
}

/** Where the review stands: as long as the applicant, the machine or a colleague may move it. */
export function standingPoll(standing: Pick<ReviewStanding, 'status' | 'reviewStatus'> | undefined): number | false {
	if (!standing) return false;
	const moving = ['created', 'capturing', 'processing'].includes(standing.status);
	return moving || standing.reviewStatus === 'pending_review' ? LATER_MS : false;
}
