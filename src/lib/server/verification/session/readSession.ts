import { and, asc, desc, eq } from 'drizzle-orm';
import type { ArtifactView, CheckView, DecisionView, SessionSummary, SessionView } from '$lib/contract/verification';
import type { TenantPrincipal } from '$lib/server/auth';
import type { Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { AddressAnalysis, DocumentAnalysis } from '$lib/server/vision/types';
import { sessionFields } from '../checks/fields';
import { artifactUrl } from '../events/extractionPayload';
import { decisionView } from '../events/completedPayload';
import { analysisAad, readBoard } from '../evidence/board';
import { findAnalyses, findArtifacts } from '../evidence/evidenceRepo';
import { readCorrections, withCorrections } from '../review/corrections';
import { loadSession } from './load';
import { openSessionKey } from './sessionKey';
import type { SessionRow } from './sessionRepo';

/** GET /api/verification/sessions/{id}. */
export async function getSession(deps: Deps, tenant: TenantPrincipal, sessionId: string): Promise<SessionView> {
	const session = await loadSession(deps, tenant, sessionId);
	const artifacts = await findArtifacts(deps.store, session.organizationId, session.id);
	return {
		ok: true,
		...summaryOf(session),
		decision: await newestDecision(deps, session),
		checks: await readChecks(deps.store, session),
		fields: await readFields(deps, session),
		artifacts: artifacts.flatMap((row): ArtifactView[] =>
			row.kind === 'original'
				? []
				: [
						{
							artifactId: row.id,
							slot: row.slot,
							kind: row.kind,
							mediaType: row.mediaType,
							width: row.width,
							height: row.height,
							url: artifactUrl(deps.config.origin, session.id, row.id)
						}
					]
		),
		timeline: (await readTimeline(deps.store, session)).map((row) => ({
			at: new Date(row.createdAt).toISOString(),
			action: row.action,
			actor: row.actorType
		}))
	};
}

export function summaryOf(session: SessionRow): SessionSummary {
	return {
		sessionId: session.id,
		environment: session.environment,
		externalUserId: session.externalUserId,
		metadata: session.metadata,
		status: session.status,
		reviewStatus: session.reviewStatus,
		createdAt: new Date(session.createdAt).toISOString(),
		expiresAt: new Date(session.expiresAt).toISOString(),
		completedAt: session.completedAt === null ? null : new Date(session.completedAt).toISOString()
	};
}

export const findDecisions = (tx: Tx, session: Pick<SessionRow, 'id' | 'organizationId'>) =>
	tx.db
		.select()
		.from(tx.t.decisions)
		.where(and(eq(tx.t.decisions.sessionId, session.id), eq(tx.t.decisions.organizationId, session.organizationId)))
		.orderBy(desc(tx.t.decisions.createdAt), desc(tx.t.decisions.id));

async function newestDecision(deps: Deps, session: SessionRow): Promise<DecisionView | null> {
	const [row] = await findDecisions(deps.store, session).limit(1);
	return row
		? decisionView({
				outcome: row.outcome,
				reasons: row.reasonCodes,
				decidedBy: row.decidedBy,
				decidedAt: row.createdAt,
				policyVersion: row.policyVersion
			})
		: null;
}

/** The checks of the newest decision, in their own order. Empty before it. */
export async function readChecks(tx: Tx, session: Pick<SessionRow, 'id' | 'organizationId'>): Promise<CheckView[]> {
	const rows = await findChecks(tx, session);
	return rows.map(checkView);
}

export const findChecks = (tx: Tx, session: Pick<SessionRow, 'id' | 'organizationId'>) =>
	tx.db
		.select()
		.from(tx.t.checkResults)
		.where(
			and(eq(tx.t.checkResults.sessionId, session.id), eq(tx.t.checkResults.organizationId, session.organizationId))
		)
		.orderBy(asc(tx.t.checkResults.position));

export const checkView = (row: Tx['t']['checkResults']['$inferSelect']): CheckView => ({
	name: row.name,
	outcome: row.outcome,
	reasonCodes: row.reasonCodes,
	required: row.required,
	score: row.score === null ? null : Number(row.score),
	threshold: row.threshold === null ? null : Number(row.threshold)
});

async function readFields(deps: Deps, session: SessionRow) {
	const { documents, address } = await readAnalyses(deps, session);
	return withCorrections(sessionFields(documents, address), await readCorrections(deps, session));
}

/** The newest accepted analyses of the session; nothing once its key is gone. */
export async function readAnalyses(
	deps: Pick<Deps, 'store' | 'keyring'>,
	session: SessionRow
): Promise<{ documents: DocumentAnalysis[]; address: AddressAnalysis | null }> {
	if (!session.wrappedKey) return { documents: [], address: null };
	const key = openSessionKey(deps, session);
	const { newest } = await readBoard(deps, session);
	const rows = await findAnalyses(deps.store, session.organizationId, session.id);
	const open = <T>(slot: 'id_front' | 'id_back' | 'poa'): T | null => {
		const evidence = newest[slot];
		const row = rows.find((candidate) => candidate.evidenceId === evidence?.id);
		return row && evidence?.state === 'accepted' ? openJson<T>(key, row.bodySealed, analysisAad(row.evidenceId)) : null;
	};
	return {
		documents: [open<DocumentAnalysis>('id_front'), open<DocumentAnalysis>('id_back')].filter((side) => side !== null),
		address: open<AddressAnalysis>('poa')
	};
}

export const readTimeline = (tx: Tx, session: Pick<SessionRow, 'id' | 'organizationId'>) =>
	tx.db
		.select()
		.from(tx.t.auditEvents)
		.where(and(eq(tx.t.auditEvents.sessionId, session.id), eq(tx.t.auditEvents.organizationId, session.organizationId)))
		.orderBy(asc(tx.t.auditEvents.createdAt), asc(tx.t.auditEvents.sequence), asc(tx.t.auditEvents.id));
