import type { Deps } from '$lib/server/deps';
import { findDecisions } from '../../session/readSession';
import type { SessionRow } from '../../session/sessionRepo';
import { openComment } from '../comments';
import { findProposals } from '../proposals';
import { findResubmissions } from '../resubmissions';

interface Written {
	id: string;
	commentSealed: Buffer | null;
	applicantCommentSealed: Buffer | null;
}

/** The decisions, first words of two and steps asked for again, each with both of its comments: the human half of a bundle. */
export async function whatPeopleSaid(deps: Deps, session: SessionRow, key: Buffer) {
	const words = (row: Written) => ({
		comment: openComment(key, 'comment', row.id, row.commentSealed),
		applicantComment: openComment(key, 'applicantComment', row.id, row.applicantCommentSealed)
	});
	const decided = await findDecisions(deps.store, session);
	const proposals = await findProposals(deps.store, session);
	const asked = await findResubmissions(deps.store, session);
	return {
		decisions: decided.map((row) => ({
			...{ outcome: row.outcome, reasonCodes: row.reasonCodes, decidedBy: row.decidedBy },
			...{ decidedAt: time(row.createdAt), policyVersion: row.policyVersion },
			...words(row)
		})),
		proposals: proposals.map((row) => ({
			...{ outcome: row.outcome, reasonCodes: row.reasonCodes, proposedBy: row.proposedBy, state: row.state },
			...{ proposedAt: time(row.createdAt), closedAt: row.closedAt === null ? null : time(row.closedAt) },
			...words(row)
		})),
		askedAgain: asked.map((row) => ({
			...{ slot: row.slot, number: row.number, reasonCodes: row.reasonCodes, requestedBy: row.requestedBy },
			requestedAt: time(row.createdAt),
			...words(row)
		}))
	};
}

export const time = (ms: number): string => new Date(ms).toISOString();
