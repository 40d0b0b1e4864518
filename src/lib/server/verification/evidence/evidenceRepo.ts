import { and, asc, desc, eq } from 'drizzle-orm';
import type { EvidenceSlot } from '$lib/contract/slots';
import type { Tx } from '$lib/server/db';

export type EvidenceRow = Tx['t']['evidence']['$inferSelect'];
export type ArtifactRow = Tx['t']['artifacts']['$inferSelect'];
export type AnalysisRow = Tx['t']['analyses']['$inferSelect'];

/** Every attempt of the session, oldest first. */
export const findEvidence = (tx: Tx, organizationId: string, sessionId: string) =>
	tx.db
		.select()
		.from(tx.t.evidence)
		.where(and(eq(tx.t.evidence.sessionId, sessionId), eq(tx.t.evidence.organizationId, organizationId)))
		.orderBy(asc(tx.t.evidence.slot), asc(tx.t.evidence.attempt));

export const findNewestInSlot = (tx: Tx, organizationId: string, sessionId: string, slot: EvidenceSlot) =>
	tx.db
		.select()
		.from(tx.t.evidence)
		.where(
			and(
				eq(tx.t.evidence.sessionId, sessionId),
				eq(tx.t.evidence.organizationId, organizationId),
				eq(tx.t.evidence.slot, slot)
			)
		)
		.orderBy(desc(tx.t.evidence.attempt))
		.limit(1);

export const findEvidenceById = (tx: Tx, organizationId: string, id: string) =>
	tx.db
		.select()
		.from(tx.t.evidence)
		.where(and(eq(tx.t.evidence.id, id), eq(tx.t.evidence.organizationId, organizationId)));

export const insertEvidence = (tx: Tx, row: Tx['t']['evidence']['$inferInsert']) =>
	tx.db.insert(tx.t.evidence).values(row);

export const updateEvidence = (
	tx: Tx,
	organizationId: string,
	id: string,
	change: Partial<Tx['t']['evidence']['$inferInsert']>
) =>
	tx.db
		.update(tx.t.evidence)
		.set(change)
		.where(and(eq(tx.t.evidence.id, id), eq(tx.t.evidence.organizationId, organizationId)));

export const supersedeEarlierAttempts = (tx: Tx, organizationId: string, sessionId: string, slot: EvidenceSlot) =>
	tx.db
		.update(tx.t.evidence)
		.set({ state: 'superseded' })
		.where(
			and(
				eq(tx.t.evidence.sessionId, sessionId),
				eq(tx.t.evidence.organizationId, organizationId),
				eq(tx.t.evidence.slot, slot)
			)
		);

export const insertArtifact = (tx: Tx, row: Tx['t']['artifacts']['$inferInsert']) =>
	tx.db.insert(tx.t.artifacts).values(row);

export const findArtifacts = (tx: Tx, organizationId: string, sessionId: string) =>
	tx.db
		.select()
		.from(tx.t.artifacts)
		.where(and(eq(tx.t.artifacts.sessionId, sessionId), eq(tx.t.artifacts.organizationId, organizationId)))
		.orderBy(asc(tx.t.artifacts.createdAt), asc(tx.t.artifacts.id));

export const findAnalyses = (tx: Tx, organizationId: string, sessionId: string) =>
	tx.db
		.select()
		.from(tx.t.analyses)
		.where(and(eq(tx.t.analyses.sessionId, sessionId), eq(tx.t.analyses.organizationId, organizationId)));

export const upsertAnalysis = (tx: Tx, row: Tx['t']['analyses']['$inferInsert']) =>
	tx.db
		.insert(tx.t.analyses)
		.values(row)
		.onConflictDoUpdate({
			target: tx.t.analyses.evidenceId,
			set: {
				bodySealed: row.bodySealed,
				templateSealed: row.templateSealed,
				modelHashes: row.modelHashes,
				createdAt: row.createdAt
			}
		});

/** Face templates serve the one comparison and go with the decision. */
export const eraseTemplates = (tx: Tx, organizationId: string, sessionId: string) =>
	tx.db
		.update(tx.t.analyses)
		.set({ templateSealed: null })
		.where(and(eq(tx.t.analyses.sessionId, sessionId), eq(tx.t.analyses.organizationId, organizationId)));
