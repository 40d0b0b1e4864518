import { and, desc, eq } from 'drizzle-orm';
import type { OperatorPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { openComment } from './comments';
import type { ProposalRow } from './proposals';

/** What makes two calls the same word of the same person. */
interface Word {
	outcome: 'approved' | 'rejected';
	reasonCodes: string[];
	comment?: string | undefined;
	applicantComment?: string | undefined;
}

type KeptWord = Pick<ProposalRow, 'id' | 'reasonCodes' | 'commentSealed' | 'applicantCommentSealed'> & {
	outcome: string;
};

/**
 * Whether this person's very word stands already: their first call arrived and only its answer was lost. Then it is answered as
 * recorded, and nothing is recorded or announced twice. Pictures that came after it, or a colleague's word, make it another one.
 */
export function* standsAlready(
	tx: Tx,
	deps: Deps,
	operator: OperatorPrincipal,
	session: SessionRow,
	word: Word,
	open: ProposalRow | undefined
): Step<'decided' | 'proposed' | null> {
	if (open)
		return open.proposedBy === operator.userId && sameWord(deps, session, open, word) ? ('proposed' as const) : null;
	const { decisions } = tx.t;
	const [newest] = yield* q(
		tx.db
			.select()
			.from(decisions)
			.where(and(eq(decisions.sessionId, session.id), eq(decisions.organizationId, session.organizationId)))
			.orderBy(desc(decisions.createdAt), desc(decisions.id))
			.limit(1)
	);
	if (newest?.decidedBy !== operator.userId || session.reviewStatus !== word.outcome) return null;
	if (session.completedAt !== null && newest.createdAt < session.completedAt) return null;
	return sameWord(deps, session, newest, word) ? 'decided' : null;
}

function sameWord(deps: Deps, session: SessionRow, kept: KeptWord, word: Word): boolean {
	const key = openSessionKey(deps, session);
	return (
		kept.outcome === word.outcome &&
		[...kept.reasonCodes].sort().join() === [...word.reasonCodes].sort().join() &&
		(openComment(key, 'comment', kept.id, kept.commentSealed) ?? '') === (word.comment ?? '') &&
		(openComment(key, 'applicantComment', kept.id, kept.applicantCommentSealed) ?? '') === (word.applicantComment ?? '')
	);
}
