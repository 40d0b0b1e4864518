import { RESUBMISSION_LIMIT } from '$lib/contract/reviewQueue';
import type { ProgressView } from '$lib/contract/verification';
import type { Deps } from '$lib/server/deps';
import { openComment } from '../review/comments';
import { findResubmissions } from '../review/resubmissions';
import { findDecisions } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';

/** What a person asked for again, and what they wrote for the applicant; never what they wrote for colleagues. */
export async function personsWords(
	deps: Deps,
	session: SessionRow
): Promise<Pick<ProgressView, 'request' | 'comment'>> {
	if (!session.wrappedKey) return { request: null, comment: null };
	const key = openSessionKey(deps, session);
	if (session.status === 'capturing' && session.requestedSlot !== null) {
		const asked = (await findResubmissions(deps.store, session)).at(-1);
		return {
			request: { slot: session.requestedSlot, number: asked?.number ?? 1, limit: RESUBMISSION_LIMIT },
			comment: asked ? openComment(key, 'applicantComment', asked.id, asked.applicantCommentSealed) : null
		};
	}
	if (session.status !== 'completed') return { request: null, comment: null };
	const [newest] = await findDecisions(deps.store, session).limit(1);
	return {
		request: null,
		comment: newest ? openComment(key, 'applicantComment', newest.id, newest.applicantCommentSealed) : null
	};
}
