/** One query a function: a first person's word that waits for a second. */
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '$lib/server/db';
import type { ProposalState } from '$lib/server/db/schema/types';
import type { SessionRow } from '../session/sessionRepo';

export type ProposalRow = Tx['t']['reviewProposals']['$inferSelect'];
type Of = Pick<SessionRow, 'id' | 'organizationId'>;

export const findOpenProposal = (tx: Tx, session: Of) =>
	tx.db
		.select()
		.from(tx.t.reviewProposals)
		.where(and(ownProposals(tx, session), eq(tx.t.reviewProposals.state, 'open')));

/** The open one first, then newest first. */
export const findProposals = (tx: Tx, session: Of) =>
	tx.db
		.select()
		.from(tx.t.reviewProposals)
		.where(ownProposals(tx, session))
		.orderBy(
			desc(sql`case when ${tx.t.reviewProposals.state} = 'open' then 1 else 0 end`),
			desc(tx.t.reviewProposals.createdAt),
			desc(tx.t.reviewProposals.id)
		);

export const insertProposal = (tx: Tx, row: Tx['t']['reviewProposals']['$inferInsert']) =>
	tx.db.insert(tx.t.reviewProposals).values(row);

/** Ends whatever is open of the session. */
export const closeProposals = (tx: Tx, session: Of, state: Exclude<ProposalState, 'open'>, closedAt: number) =>
	tx.db
		.update(tx.t.reviewProposals)
		.set({ state, closedAt })
		.where(and(ownProposals(tx, session), eq(tx.t.reviewProposals.state, 'open')));

const ownProposals = (tx: Tx, session: Of) =>
	and(eq(tx.t.reviewProposals.sessionId, session.id), eq(tx.t.reviewProposals.organizationId, session.organizationId));
